package dev.caraway.server.framebuffer;

import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * An area of the screen twice: its pixels as they are shown, and as the guest wants them.
 *
 * <p>The shown ones are the surface itself and change with each command that is drawn; the wanted ones are a copy, whose
 * room is kept for the next area. A pixel's highest byte means nothing.
 */
final class Frame {

    static final int RGB = 0xffffff;
    static final int BYTES_PER_PIXEL = 4;

    private IntBuffer shown = IntBuffer.allocate(0);
    private int strideInts;
    private int[] wanted = {};
    private int[] line = {};
    private Rect screen = Rect.EMPTY;
    private Rect bounds = Rect.EMPTY;

    /**
     * Takes up another area: the smallest one of whole tiles that holds all of {@code damaged}.
     *
     * @param surface what is shown, top-down, four bytes a pixel
     * @param damaged where the guest's pixels may differ from it; inside the surface
     */
    void load(Raster surface, List<Rect> damaged, PixelReader reader) {
        shown = ByteBuffer.wrap(surface.pixels())
                .position(surface.offset())
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer();
        strideInts = surface.strideBytes() / BYTES_PER_PIXEL;
        screen = Rect.ofSize(0, 0, surface.width(), surface.height());
        Rect inner = damaged.stream().reduce(Rect.EMPTY, Rect::union);
        bounds = ChangedTiles.alignedOutwards(inner).intersection(screen);
        int count = Math.toIntExact(bounds.area());
        if (wanted.length < count) {
            wanted = new int[count];
        }
        if (line.length < surface.width()) {
            line = new int[surface.width()];
        }
        keepAround(damaged.size() == 1 ? inner : Rect.EMPTY);
        for (Rect area : damaged) {
            reader.readPixels(area, wanted, wantedIndex(area.left(), area.top()), bounds.width());
        }
    }

    /** The whole surface. */
    Rect screen() {
        return screen;
    }

    /** Where wanted pixels are known; elsewhere what is shown is wanted. */
    Rect bounds() {
        return bounds;
    }

    int[] wanted() {
        return wanted;
    }

    /** Where a wanted pixel lies in {@link #wanted}. */
    int wantedIndex(int x, int y) {
        return (y - bounds.top()) * bounds.width() + x - bounds.left();
    }

    /** Shown pixels of a row from the first place on, until the next call. Copied at once they are compared faster. */
    int[] shownLine(int x, int y, int count) {
        shown.get(shownIndex(x, y), line, 0, count);
        return line;
    }

    /** The colour that a pixel is shown in. */
    int shownAt(int x, int y) {
        return shown.get(shownIndex(x, y)) & RGB;
    }

    /** Whether runs of a shown line and of wanted pixels have the same colours. */
    boolean isAlike(int[] shownLine, int from, int wantedFrom, int count) {
        if (Arrays.equals(shownLine, from, from + count, wanted, wantedFrom, wantedFrom + count)) {
            return true;
        }
        int difference = 0;
        for (int i = 0; i < count; i++) {
            difference |= shownLine[from + i] ^ wanted[wantedFrom + i];
        }
        return (difference & RGB) == 0;
    }

    /** How many pixels of a wanted area are not what is shown {@code dx}, {@code dy} before it; at most about the limit. */
    int countUnlike(Rect area, int dx, int dy, int limit) {
        int unlike = 0;
        for (int y = area.top(); y < area.bottom() && unlike <= limit; y++) {
            int[] before = shownLine(area.left() - dx, y - dy, area.width());
            int from = wantedIndex(area.left(), y);
            for (int i = 0; i < area.width(); i++) {
                if (((before[i] ^ wanted[from + i]) & RGB) != 0) {
                    unlike++;
                }
            }
        }
        return unlike;
    }

    /** The colour of the wanted pixel. */
    int colorAt(int x, int y) {
        return wanted[wantedIndex(x, y)] & RGB;
    }

    /** Whether all wanted pixels of an area have this colour. */
    boolean isSolid(Rect area, int color) {
        for (int y = area.top(); y < area.bottom(); y++) {
            int from = wantedIndex(area.left(), y);
            int difference = 0;
            for (int i = 0; i < area.width(); i++) {
                difference |= wanted[from + i] ^ color;
            }
            if ((difference & RGB) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The wanted pixels of any area of the surface: rows without gaps, four bytes a pixel. */
    Bytes copyOf(Rect area) {
        int width = area.width();
        byte[] copy = new byte[Math.multiplyExact(Math.multiplyExact(width, area.height()), BYTES_PER_PIXEL)];
        IntBuffer target = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        Rect known = area.intersection(bounds);
        if (!known.equals(area)) {
            for (int y = area.top(); y < area.bottom(); y++) {
                target.put((y - area.top()) * width, shownLine(area.left(), y, width), 0, width);
            }
        }
        for (int y = known.top(); y < known.bottom(); y++) {
            int to = (y - area.top()) * width + known.left() - area.left();
            target.put(to, wanted, wantedIndex(known.left(), y), known.width());
        }
        return Bytes.wrap(copy);
    }

    /** Shows the wanted pixels of an area inside the bounds. */
    void show(Rect area) {
        for (int y = area.top(); y < area.bottom(); y++) {
            shown.put(shownIndex(area.left(), y), wanted, wantedIndex(area.left(), y), area.width());
        }
    }

    /** Outside of {@code read}, which is about to be read, what is shown is wanted. */
    private void keepAround(Rect read) {
        for (int y = bounds.top(); y < bounds.bottom(); y++) {
            if (y < read.top() || y >= read.bottom()) {
                keep(bounds.left(), bounds.right(), y);
            } else {
                keep(bounds.left(), read.left(), y);
                keep(read.right(), bounds.right(), y);
            }
        }
    }

    private void keep(int left, int right, int y) {
        shown.get(shownIndex(left, y), wanted, wantedIndex(left, y), right - left);
    }

    private int shownIndex(int x, int y) {
        return y * strideInts + x;
    }
}
