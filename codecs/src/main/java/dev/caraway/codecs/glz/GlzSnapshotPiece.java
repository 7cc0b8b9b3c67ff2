package dev.caraway.codecs.glz;

import dev.caraway.codecs.lz.LzImageType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The pieces of a snapshot, in the order in which they may come; all numbers are little endian.
 *
 * <pre>
 * IMAGE  u8 1, u64 image id, u8 type or 0 if removed, u32 pixels
 * UNITS  u8 2, u32 count, then so many pixels of that image of 2, 3 or (RGBA) 4 bytes
 * END    u8 3, u32 window pixels, u64 head id, u64 next id, then a bit for each image between them: may it be referred to
 * </pre>
 *
 * A removed image has no units. An image whose units stop before they are complete has left the window, and so have all
 * before it.
 */
final class GlzSnapshotPiece {

    static final int IMAGE = 1;
    static final int UNITS = 2;
    static final int END = 3;

    static final int IMAGE_BYTES = 14;
    static final int UNITS_HEAD_BYTES = 5;
    static final int END_HEAD_BYTES = 21;

    static final int REMOVED = 0;

    static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private GlzSnapshotPiece() {}

    static int unitBytes(LzImageType type) {
        return type == LzImageType.RGBA ? 4 : type.plane().wireBytes;
    }

    static int endBytes(int images) {
        return END_HEAD_BYTES + (images + 7) / 8;
    }
}
