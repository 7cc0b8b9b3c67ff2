package dev.caraway.server.guest;

import dev.caraway.protocol.cursor.CursorType;
import dev.caraway.protocol.wire.Bytes;

/**
 * The picture of a cursor.
 *
 * @param unique names this picture for the clients' cursor caches; 0 if it must not be cached
 * @param type the layout of {@code data}; {@code ALPHA} is premultiplied B, G, R, A
 * @param width 1 to {@link #MAX_SIDE_PIXELS}
 * @param height 1 to {@link #MAX_SIDE_PIXELS}
 * @param hotSpotX the column that points, 0 to {@code width - 1}
 * @param hotSpotY the row that points, 0 to {@code height - 1}
 * @param data rows from top to bottom
 */
public record CursorShape(long unique, CursorType type, int width, int height, int hotSpotX, int hotSpotY, Bytes data) {

    /** What every client can show. */
    public static final int MAX_SIDE_PIXELS = 512;

    public CursorShape {
        if (width < 1 || height < 1 || width > MAX_SIDE_PIXELS || height > MAX_SIDE_PIXELS) {
            throw new IllegalArgumentException(
                    "cursor " + width + "x" + height + ": expected sides of 1 to " + MAX_SIDE_PIXELS);
        }
        if (hotSpotX < 0 || hotSpotX >= width || hotSpotY < 0 || hotSpotY >= height) {
            throw new IllegalArgumentException(
                    "hot spot " + hotSpotX + "," + hotSpotY + ": expected inside " + width + "x" + height);
        }
        if (data.length() < dataBytes(type, width, height)) {
            throw new IllegalArgumentException("cursor data " + data.length() + " bytes: expected "
                    + dataBytes(type, width, height) + " for " + type + " " + width + "x" + height);
        }
    }

    /** What a client reads at least: the pixels, and behind those of all but ALPHA a mask of a bit a pixel. */
    private static int dataBytes(CursorType type, int width, int height) {
        int maskBytes = (width + 7) / 8 * height;
        return switch (type) {
            case ALPHA -> 4 * width * height;
            case MONO -> 2 * maskBytes;
            case COLOR4 -> (width + 1) / 2 * height + maskBytes;
            case COLOR8 -> width * height + maskBytes;
            case COLOR16 -> 2 * width * height + maskBytes;
            case COLOR24 -> 3 * width * height + maskBytes;
            case COLOR32 -> 4 * width * height + maskBytes;
        };
    }

    /**
     * A cursor with transparency.
     *
     * @param argb premultiplied 0xAARRGGBB, {@code width * height} pixels, rows from top to bottom
     */
    public static CursorShape argb(long unique, int width, int height, int hotSpotX, int hotSpotY, int[] argb) {
        if (argb.length != width * height) {
            throw new IllegalArgumentException("cursor pixels " + argb.length + ": expected " + width * height);
        }
        byte[] data = new byte[argb.length * 4];
        for (int i = 0; i < argb.length; i++) {
            data[4 * i] = (byte) argb[i];
            data[4 * i + 1] = (byte) (argb[i] >> 8);
            data[4 * i + 2] = (byte) (argb[i] >> 16);
            data[4 * i + 3] = (byte) (argb[i] >> 24);
        }
        return new CursorShape(unique, CursorType.ALPHA, width, height, hotSpotX, hotSpotY, Bytes.wrap(data));
    }
}
