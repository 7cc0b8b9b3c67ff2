package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * One glyph as pixels.
 *
 * @param renderPosition where the glyph's origin comes to lie
 * @param origin the glyph's upper left corner from its origin
 * @param width in pixels, at most 65535
 * @param height in pixels, at most 65535
 * @param data rows of whole bytes
 */
public record RasterGlyph(Point renderPosition, Point origin, int width, int height, Bytes data) implements Encodable {

    static final int MIN_BYTES = 20;

    public RasterGlyph {
        FieldRange.u16("glyph width", width);
        FieldRange.u16("glyph height", height);
    }

    static RasterGlyph decode(SpiceReader in, int bitsPerPixel) {
        Point renderPosition = Point.decode(in);
        Point origin = Point.decode(in);
        int width = in.u16("width");
        int height = in.u16("height");
        long size = sizeBytes(bitsPerPixel, width, height);
        if (size > in.remaining()) {
            throw in.violation("data", "expected " + size + " bytes, got " + in.remaining());
        }
        Bytes data = in.bytes("data", (int) size);
        return new RasterGlyph(renderPosition, origin, width, height, data);
    }

    static long sizeBytes(int bitsPerPixel, int width, int height) {
        return ((long) width * bitsPerPixel + 7) / 8 * height;
    }

    @Override
    public void encode(SpiceWriter out) {
        renderPosition.encode(out);
        origin.encode(out);
        out.u16(width);
        out.u16(height);
        out.bytes(data);
    }
}
