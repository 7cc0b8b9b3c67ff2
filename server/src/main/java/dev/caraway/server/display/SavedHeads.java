package dev.caraway.server.display;

import dev.caraway.protocol.display.Head;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.server.guest.GuestDisplay;
import dev.caraway.server.surface.Surfaces;
import java.util.ArrayList;
import java.util.List;

/** How another host had divided the primary surface. */
final class SavedHeads {

    private SavedHeads() {}

    /** Heads that a guest may have; none if it had not divided it. */
    static List<Head> restore(SpiceReader in) {
        int count = in.u8("display.heads");
        if (count > GuestDisplay.MAX_HEADS) {
            throw in.violation("display.heads", "expected at most " + GuestDisplay.MAX_HEADS + ", got " + count);
        }
        List<Head> heads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Head head = Head.decode(in);
            if (head.surfaceId() != Surfaces.PRIMARY || head.width() < 1 || head.height() < 1) {
                throw in.violation("display.head", "expected pixels of the primary surface, got " + head);
            }
            heads.add(head);
        }
        return heads;
    }
}
