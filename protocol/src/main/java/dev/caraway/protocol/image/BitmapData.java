package dev.caraway.protocol.image;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import org.jspecify.annotations.Nullable;

/**
 * Pixels as they are.
 *
 * @param flags {@link #PAL_CACHE_ME}, {@link #PAL_FROM_CACHE} exactly if the palette is a cached one, {@link #TOP_DOWN}
 * @param width in pixels, at most {@link Limits#SIDE_PIXELS}
 * @param height in rows, at most {@link Limits#SIDE_PIXELS}
 * @param stride the bytes of a row, which may be more than its pixels take
 * @param palette of indexed formats
 * @param data {@code stride * height} bytes
 */
public record BitmapData(
        BitmapFormat format,
        int flags,
        int width,
        int height,
        int stride,
        @Nullable PaletteSource palette,
        Bytes data) implements ImageData {

    /** The client keeps the palette in its palette cache. */
    public static final int PAL_CACHE_ME = BitmapFlags.PAL_CACHE_ME;

    /** The palette is in the client's palette cache. */
    public static final int PAL_FROM_CACHE = BitmapFlags.PAL_FROM_CACHE;

    /** The first row is the topmost. */
    public static final int TOP_DOWN = BitmapFlags.TOP_DOWN;

    public BitmapData {
        FieldRange.u8("bitmap flags", flags);
        FieldRange.atMost("bitmap width", width, Limits.SIDE_PIXELS);
        FieldRange.atMost("bitmap height", height, Limits.SIDE_PIXELS);
        BitmapFlags.requireMatch(flags, palette);
        if (stride < format.rowBytes(width)) {
            throw new IllegalArgumentException(
                    "bitmap stride: expected at least " + format.rowBytes(width) + ", got " + stride);
        }
        if ((long) stride * height != data.length()) {
            throw new IllegalArgumentException(
                    "bitmap data: expected " + (long) stride * height + " bytes, got " + data.length());
        }
    }

    static BitmapData decode(SpiceReader in) {
        BitmapFormat format = BitmapFormat.decode(in, "format");
        int flags = in.u8("flags");
        int width = in.u32AtMost("x", Limits.SIDE_PIXELS);
        int height = in.u32AtMost("y", Limits.SIDE_PIXELS);
        int stride = in.u32AtMost("stride", Integer.MAX_VALUE);
        if (stride < format.rowBytes(width)) {
            throw in.violation("stride", "expected at least " + format.rowBytes(width) + ", got " + stride);
        }
        PaletteSource palette = BitmapFlags.decodePalette(flags, in);
        long size = (long) stride * height;
        if (size > in.remaining()) {
            throw in.violation("data", "expected " + size + " bytes, got " + in.remaining());
        }
        Bytes data = in.bytes("data", (int) size);
        return new BitmapData(format, flags, width, height, stride, palette, data);
    }

    @Override
    public ImageType type() {
        return ImageType.BITMAP;
    }

    public boolean isTopDown() {
        return (flags & TOP_DOWN) != 0;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(format.code());
        out.u8(flags);
        out.u32(width);
        out.u32(height);
        out.u32(stride);
        BitmapFlags.encodePalette(palette, out);
        out.bytes(data);
    }
}
