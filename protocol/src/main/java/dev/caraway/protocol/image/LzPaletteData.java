package dev.caraway.protocol.image;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * SPICE LZ of palette indices, with its own header.
 *
 * @param flags {@link #PAL_CACHE_ME}, {@link #PAL_FROM_CACHE} exactly if the palette is a cached one, {@link #TOP_DOWN}
 */
public record LzPaletteData(int flags, PaletteSource palette, Bytes data) implements ImageData {

    /** The client keeps the palette in its palette cache. */
    public static final int PAL_CACHE_ME = BitmapFlags.PAL_CACHE_ME;

    /** The palette is in the client's palette cache. */
    public static final int PAL_FROM_CACHE = BitmapFlags.PAL_FROM_CACHE;

    /** The first row is the topmost. */
    public static final int TOP_DOWN = BitmapFlags.TOP_DOWN;

    public LzPaletteData {
        FieldRange.u8("lz palette flags", flags);
        BitmapFlags.requireMatch(flags, palette);
    }

    /** The size comes before the palette, the data after it. */
    static LzPaletteData decode(SpiceReader in) {
        int flags = in.u8("flags");
        int size = in.u32AtMost("data_size", Integer.MAX_VALUE);
        PaletteSource palette = BitmapFlags.decodePalette(flags, in);
        Bytes data = in.bytes("data", size);
        if (palette == null) {
            throw in.violation("palette", "expected an offset, got 0");
        }
        return new LzPaletteData(flags, palette, data);
    }

    @Override
    public ImageType type() {
        return ImageType.LZ_PALETTE;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(flags);
        out.u32(data.length());
        BitmapFlags.encodePalette(palette, out);
        out.bytes(data);
    }
}
