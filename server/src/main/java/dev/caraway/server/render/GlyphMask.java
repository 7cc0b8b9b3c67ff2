package dev.caraway.server.render;

import dev.caraway.protocol.display.draw.GlyphString;
import dev.caraway.protocol.display.draw.RasterGlyph;
import dev.caraway.protocol.geometry.Rect;

/**
 * The glyphs of a string as one mask, with the pixels that a client makes of them.
 *
 * <p>A glyph's first row is its lowest, whatever the string says. Where glyphs of one or eight bits overlap, the higher
 * alpha counts; of four bits a left pixel does likewise, and a right one replaces what is there unless the pixel to its
 * left is fully clear. A glyph of eight bits is drawn a row too low: its lowest row is missing, and its topmost, which
 * a client reads from beyond the glyph, is clear here.
 */
final class GlyphMask implements RowSource {

    private final Rect area;
    private final byte[] alphas;

    /** The alphas of {@code string} inside {@code area}, which is all that is kept. */
    GlyphMask(GlyphString string, Rect area) {
        this.area = area;
        this.alphas = new byte[area.width() * area.height()];
        for (RasterGlyph glyph : string.glyphs()) {
            draw(glyph, string.bitsPerPixel());
        }
    }

    /** The smallest rectangle around all glyphs. Their coordinates are in range: {@link DrawableCheck} has looked. */
    static Rect bounds(GlyphString string) {
        return string.glyphs().stream()
                .map(GlyphMask::box)
                .reduce(GlyphMask::around)
                .orElse(Rect.EMPTY);
    }

    @Override
    public void read(int y, int left, int right, int[] into) {
        int at = (y - area.top()) * area.width() - area.left();
        for (int x = left; x < right; x++) {
            into[x - left] = UnitBytes.everywhere(alphas[at + x] & 0xff);
        }
    }

    private static Rect box(RasterGlyph glyph) {
        return Rect.ofSize(
                glyph.renderPosition().x() + glyph.origin().x(),
                glyph.renderPosition().y() + glyph.origin().y(),
                glyph.width(),
                glyph.height());
    }

    /** Unlike a union it also goes around a rectangle without pixels. */
    private static Rect around(Rect a, Rect b) {
        return new Rect(
                Math.min(a.left(), b.left()),
                Math.min(a.top(), b.top()),
                Math.max(a.right(), b.right()),
                Math.max(a.bottom(), b.bottom()));
    }

    private void draw(RasterGlyph glyph, int bitsPerPixel) {
        Rect box = box(glyph);
        Rect seen = box.intersection(area);
        byte[] bytes = glyph.data().array();
        int rowBytes = (glyph.width() * bitsPerPixel + 7) / 8;
        for (int y = seen.top(); y < seen.bottom(); y++) {
            int row = glyph.height() - 1 - (y - box.top()) + (bitsPerPixel == 8 ? 1 : 0);
            if (row == glyph.height()) {
                continue;
            }
            int from = glyph.data().offset() + row * rowBytes;
            int to = (y - area.top()) * area.width() - area.left();
            for (int x = seen.left(); x < seen.right(); x++) {
                int column = x - box.left();
                int under = alphas[to + x] & 0xff;
                alphas[to + x] = (byte)
                        switch (bitsPerPixel) {
                            case 1 -> under | -(bytes[from + (column >> 3)] >> (~column & 7) & 1);
                            case 4 -> ofFourBits(bytes[from + (column >> 1)] & 0xff, column, under);
                            default -> Math.max(under, bytes[from + column] & 0xff);
                        };
            }
        }
    }

    /** The comparison is of twelve bits for a right pixel: those of the left pixel are the highest. */
    private static int ofFourBits(int pair, int column, int under) {
        return (column & 1) == 0 ? Math.max(under, pair & 0xf0) : Math.max(under, pair << 4);
    }
}
