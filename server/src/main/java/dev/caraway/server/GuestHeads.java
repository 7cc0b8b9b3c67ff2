package dev.caraway.server;

import dev.caraway.protocol.display.Head;
import dev.caraway.server.guest.GuestDisplay;
import java.util.ArrayList;
import java.util.List;

/** A guest's heads as the wire has them. */
final class GuestHeads {

    private GuestHeads() {}

    /** How many heads a display may have where there are so many displays: clients number either or. */
    static int most(int displays) {
        return displays == 1 ? GuestDisplay.MAX_HEADS : 1;
    }

    /**
     * Numbers the heads, all on the primary surface.
     *
     * @throws IllegalArgumentException if there are not 1 to {@code most}
     */
    static List<Head> onWire(List<dev.caraway.server.guest.Head> heads, int most) {
        if (heads.isEmpty() || heads.size() > most) {
            throw new IllegalArgumentException("heads " + heads.size() + ": expected 1 to " + most);
        }
        List<Head> numbered = new ArrayList<>(heads.size());
        for (dev.caraway.server.guest.Head head : heads) {
            numbered.add(new Head(numbered.size(), 0, head.width(), head.height(), head.x(), head.y(), 0));
        }
        return numbered;
    }
}
