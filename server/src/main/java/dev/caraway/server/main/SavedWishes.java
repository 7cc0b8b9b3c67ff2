package dev.caraway.server.main;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.guest.GuestDisplay;
import dev.caraway.server.guest.Head;
import java.util.ArrayList;
import java.util.List;

/** A wish for monitors as it moves to another host. */
final class SavedWishes {

    private SavedWishes() {}

    static void save(List<Head> heads, SpiceWriter out) {
        out.u8(heads.size());
        for (Head head : heads) {
            out.u16(head.x());
            out.u16(head.y());
            out.u16(head.width());
            out.u16(head.height());
        }
    }

    static List<Head> restore(SpiceReader in) {
        int count = in.u8("wish.heads");
        if (count > GuestDisplay.MAX_HEADS) {
            throw in.violation("wish.heads", "expected at most " + GuestDisplay.MAX_HEADS + ", got " + count);
        }
        List<Head> heads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int x = in.u16("wish.head.x");
            int y = in.u16("wish.head.y");
            int width = in.u16("wish.head.width");
            int height = in.u16("wish.head.height");
            try {
                heads.add(new Head(x, y, width, height));
            } catch (IllegalArgumentException e) {
                throw in.violation("wish.head", String.valueOf(e.getMessage()));
            }
        }
        return heads;
    }
}
