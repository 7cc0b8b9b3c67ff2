package dev.caraway.server.migration;

import dev.caraway.protocol.ChannelId;
import dev.caraway.server.guest.GuestState;
import dev.caraway.server.guest.MigrationListener;
import dev.caraway.server.session.Sessions;
import java.util.List;
import java.util.Optional;

/**
 * What moves: the guest's state, what its channels show and share, and its clients.
 *
 * @param name of the machine, for people
 * @param state of the guest; empty if it cannot move
 * @param offered the channels that clients may link beside main
 */
public record MoveParts(
        String name,
        Optional<GuestState> state,
        MigrationListener listener,
        GuestControl control,
        Sessions sessions,
        List<ChannelId> offered,
        SharedParts shared,
        Vouching vouching) {}
