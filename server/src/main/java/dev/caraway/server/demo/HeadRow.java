package dev.caraway.server.demo;

import dev.caraway.server.guest.GuestDisplay;
import dev.caraway.server.guest.Head;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The heads of a desktop, side by side from left to right with their tops at row 0.
 *
 * @param heads 1 to {@link GuestDisplay#MAX_HEADS}
 */
record HeadRow(List<Head> heads) {

    static final int MIN_WIDTH_PIXELS = 320;
    static final int MIN_HEIGHT_PIXELS = 240;

    /** A client may wish for anything; 16 Mi pixels, 64 MiB, hold four heads of 2560x1440. */
    static final long MAX_AREA_PIXELS = 1L << 24;

    HeadRow {
        heads = List.copyOf(heads);
    }

    static HeadRow ofEqual(int width, int height, int count) {
        List<Head> heads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            heads.add(new Head(i * width, 0, width, height));
        }
        return new HeadRow(heads);
    }

    /** The sizes of {@code wishes} but at least the smallest; where a client wants them does not matter. */
    static HeadRow following(List<Head> wishes) {
        List<Head> heads = new ArrayList<>();
        int x = 0;
        for (Head wish : wishes) {
            int width = Math.max(wish.width(), MIN_WIDTH_PIXELS);
            heads.add(new Head(x, 0, width, Math.max(wish.height(), MIN_HEIGHT_PIXELS)));
            x += width;
        }
        return new HeadRow(heads);
    }

    /** The same with as many heads as there are: a head that is not wished for keeps its size. */
    static HeadRow following(List<Head> wishes, HeadRow present) {
        List<Head> each = new ArrayList<>(present.heads);
        for (int i = 0; i < Math.min(wishes.size(), each.size()); i++) {
            each.set(i, wishes.get(i));
        }
        return following(each);
    }

    void save(StateWriter out) throws IOException {
        out.number(heads.size());
        for (Head head : heads) {
            out.number(head.width());
            out.number(head.height());
        }
    }

    /**
     * Reads what {@link #save} has written.
     *
     * @throws IOException if it cannot be drawn
     */
    static HeadRow load(StateReader in) throws IOException {
        int count = in.number("heads", 1, GuestDisplay.MAX_HEADS);
        List<Head> heads = new ArrayList<>();
        int x = 0;
        for (int i = 0; i < count; i++) {
            int width = in.number("head width", MIN_WIDTH_PIXELS, GuestDisplay.MAX_SIDE_PIXELS);
            heads.add(new Head(x, 0, width, in.number("head height", MIN_HEIGHT_PIXELS, GuestDisplay.MAX_SIDE_PIXELS)));
            x += width;
        }
        HeadRow row = new HeadRow(heads);
        if (!row.isDrawable()) {
            throw new IOException("heads: expected at most " + MAX_AREA_PIXELS + " pixels and a width of at most "
                    + GuestDisplay.MAX_SIDE_PIXELS + ", got " + heads);
        }
        return row;
    }

    Head first() {
        return heads.get(0);
    }

    int width() {
        Head last = heads.get(heads.size() - 1);
        return last.x() + last.width();
    }

    int height() {
        return heads.stream().mapToInt(Head::height).max().orElseThrow();
    }

    boolean isDrawable() {
        return width() <= GuestDisplay.MAX_SIDE_PIXELS
                && height() <= GuestDisplay.MAX_SIDE_PIXELS
                && (long) width() * height() <= MAX_AREA_PIXELS;
    }
}
