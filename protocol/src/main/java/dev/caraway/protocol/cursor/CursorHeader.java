package dev.caraway.protocol.cursor;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * What a cursor is, besides its pixels.
 *
 * @param unique its id in the client's cache; 0 to 2^64 - 1
 * @param width in pixels, 0 to 65535, as height and hot spot
 */
public record CursorHeader(long unique, CursorType type, int width, int height, int hotSpotX, int hotSpotY)
        implements Encodable {

    public static CursorHeader decode(SpiceReader in) {
        long unique = in.i64("unique");
        CursorType type = type(in);
        int width = in.u16("width");
        int height = in.u16("height");
        int hotSpotX = in.u16("hot_spot_x");
        int hotSpotY = in.u16("hot_spot_y");
        return new CursorHeader(unique, type, width, height, hotSpotX, hotSpotY);
    }

    private static CursorType type(SpiceReader in) {
        int code = in.u8("type");
        return CursorType.ofCode(code)
                .orElseThrow(() -> in.violation("type", "expected a known cursor type, got " + code));
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i64(unique);
        out.u8(type.code());
        out.u16(width);
        out.u16(height);
        out.u16(hotSpotX);
        out.u16(hotSpotY);
    }
}
