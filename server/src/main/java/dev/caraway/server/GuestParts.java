package dev.caraway.server;

import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestException;
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

    /** Asks the guest, whose {@link GuestException} tells what it failed to answer; on the loop. */
    static GuestParts of(Guest guest) {
        List<DisplaySource> displays = GuestException.ask(guest, "displays", guest::displays);
        for (DisplaySource each : displays) {
            GuestException.ask(guest, "displays", () -> each);
        }
        return new GuestParts(
                displays,
                GuestException.ask(guest, "followsHeadsWish", guest::followsHeadsWish),
                GuestException.ask(guest, "state", guest::state),
                GuestException.ask(guest, "migrationListener", guest::migrationListener));
    }
}
