package dev.caraway.server.display;

import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.wire.Bytes;

/** The order of palette indices inside a byte: clients know only the one with the leftmost in the highest bits. */
final class IndexOrder {

    private IndexOrder() {}

    /** The same picture in the order that clients know. */
    static BitmapData leftmostHighest(BitmapData bitmap) {
        return switch (bitmap.format()) {
            case ONE_BIT_LE -> reordered(bitmap, BitmapFormat.ONE_BIT_BE);
            case FOUR_BIT_LE -> reordered(bitmap, BitmapFormat.FOUR_BIT_BE);
            default -> bitmap;
        };
    }

    private static BitmapData reordered(BitmapData bitmap, BitmapFormat format) {
        byte[] bytes = bitmap.data().toArray();
        for (int i = 0; i < bytes.length; i++) {
            int value = bytes[i] & 0xff;
            int turned = format == BitmapFormat.ONE_BIT_BE ? Integer.reverse(value) >>> 24 : value << 4 | value >> 4;
            bytes[i] = (byte) turned;
        }
        return new BitmapData(
                format,
                bitmap.flags(),
                bitmap.width(),
                bitmap.height(),
                bitmap.stride(),
                bitmap.palette(),
                Bytes.wrap(bytes));
    }
}
