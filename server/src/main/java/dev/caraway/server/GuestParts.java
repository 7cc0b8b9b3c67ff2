package dev.caraway.server;

import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestState;
import dev.caraway.server.guest.MigrationListener;
import java.util.List;
import java.util.Optional;

/** What a guest is asked once, before the first client can connect. */
record GuestParts(
        List<DisplaySource> displays,
        boolean followsHeadsWish,
        Optional<GuestState> state,
        MigrationListener migrationListener) {

    /** Asks the guest; on the loop. */
    static GuestParts of(Guest guest) {
        return new GuestParts(guest.displays(), guest.followsHeadsWish(), guest.state(), guest.migrationListener());
    }
}
