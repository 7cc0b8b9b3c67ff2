package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;

/**
 * Glyphs to draw.
 *
 * @param flags exactly one of {@link #RASTER_A1}, {@link #RASTER_A4}, {@link #RASTER_A8}, perhaps with
 *     {@link #RASTER_TOP_DOWN}
 * @param glyphs at most 65535
 */
public record GlyphString(int flags, List<RasterGlyph> glyphs) implements Encodable {

    /** A bit a pixel. */
    public static final int RASTER_A1 = 1;

    /** An alpha of four bits a pixel. */
    public static final int RASTER_A4 = 2;

    /** An alpha of eight bits a pixel. */
    public static final int RASTER_A8 = 4;

    /** The first row of a glyph is the topmost. */
    public static final int RASTER_TOP_DOWN = 8;

    public GlyphString {
        FieldRange.u8("string flags", flags);
        FieldRange.u16("glyphs", glyphs.size());
        int bitsPerPixel = bitsPerPixel(flags);
        if (bitsPerPixel == 0) {
            throw new IllegalArgumentException("string flags: expected one of A1, A4 and A8, got " + flags);
        }
        glyphs = List.copyOf(glyphs);
        for (RasterGlyph glyph : glyphs) {
            if (glyph.data().length() != RasterGlyph.sizeBytes(bitsPerPixel, glyph.width(), glyph.height())) {
                throw new IllegalArgumentException("glyph " + glyph.width() + " by " + glyph.height() + " of "
                        + bitsPerPixel + " bits: got " + glyph.data().length() + " bytes");
            }
        }
    }

    static GlyphString decode(SpiceReader in) {
        int count = in.u16("length");
        int flags = in.u8("flags");
        int bitsPerPixel = bitsPerPixel(flags);
        if (bitsPerPixel == 0) {
            throw in.violation("flags", "expected one of A1, A4 and A8, got " + flags);
        }
        List<RasterGlyph> glyphs =
                in.list("glyphs", count, RasterGlyph.MIN_BYTES, glyph -> RasterGlyph.decode(glyph, bitsPerPixel));
        return new GlyphString(flags, glyphs);
    }

    /** The bits of a glyph's pixel: 1, 4 or 8. */
    public int bitsPerPixel() {
        return bitsPerPixel(flags);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u16(glyphs.size());
        out.u8(flags);
        glyphs.forEach(glyph -> glyph.encode(out));
    }

    private static int bitsPerPixel(int flags) {
        return switch (flags & (RASTER_A1 | RASTER_A4 | RASTER_A8)) {
            case RASTER_A1 -> 1;
            case RASTER_A4 -> 4;
            case RASTER_A8 -> 8;
            default -> 0;
        };
    }
}
