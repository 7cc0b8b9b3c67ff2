package dev.caraway.server.migration;

import dev.caraway.protocol.ChannelId;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.session.Sessions;
import java.util.List;

/**
 * What moves: the guest, what its channels show and share, and its clients.
 *
 * @param name of the machine, for people
 * @param offered the channels that clients may link beside main
 */
public record MoveParts(
        String name,
        Guest guest,
        GuestControl control,
        Sessions sessions,
        List<ChannelId> offered,
        SharedParts shared,
        Vouching vouching) {}
