package dev.caraway.server.render;

import dev.caraway.codecs.pixel.Raster;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Pixels of 32 bits as numbers: blue in the lowest byte, then green, red, and alpha or nothing in the highest. */
final class Words {

    static final int BYTES = 4;

    /** The highest byte of a pixel. */
    static final int ALPHA = 0xff000000;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    static int get(byte[] bytes, int at) {
        return (int) WORD.get(bytes, at);
    }

    static void set(byte[] bytes, int at, int word) {
        WORD.set(bytes, at, word);
    }

    /** Reads pixels of one row of a 32-bit raster. */
    static void read(Raster raster, int x, int y, int[] into, int from, int count) {
        byte[] bytes = raster.pixels();
        int at = raster.rowOffset(y) + x * BYTES;
        for (int i = 0; i < count; i++) {
            into[from + i] = get(bytes, at + i * BYTES);
        }
    }
}
