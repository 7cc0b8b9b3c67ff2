package dev.caraway.server.migration;

import dev.caraway.server.display.DisplayChannel;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.session.Sessions;

/**
 * What moves: the guest, what its channels show and share, and its clients.
 *
 * @param name of the machine, for people
 */
public record MoveParts(
        String name,
        Guest guest,
        GuestControl control,
        Sessions sessions,
        DisplayChannel display,
        SharedParts shared) {}
