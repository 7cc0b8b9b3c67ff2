package dev.caraway.codecs.lz;

import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.Raster;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * What stands before the compressed pixels: seven big-endian words, magic, version, type, width, height, stride and
 * whether the rows run top-down.
 *
 * <p>The stride is that of an image without gaps, so width and type decide it.
 *
 * @param width pixels, 1 or more
 * @param height rows, 1 or more
 * @param lineOrder the order of the rows in the compressed stream
 */
public record LzHeader(LzImageType type, int width, int height, LineOrder lineOrder) {

    /** The header's length on the wire. */
    public static final int BYTES = 28;

    /** The largest image, as memory without gaps: what spice-common's decoder takes. */
    public static final int IMAGE_BYTES_MAX = (1 << 30) - 1;

    private static final int MAGIC = 0x20205a4c;
    private static final int VERSION = 1 << 16 | 1;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** @throws IllegalArgumentException if the image has no pixel or more than {@link #IMAGE_BYTES_MAX} */
    public LzHeader {
        if (width < 1 || height < 1 || isTooLarge(type, width, height)) {
            throw new IllegalArgumentException(
                    "lz image: expected 1x1 up to 1 GiB, got " + width + "x" + height + " " + type);
        }
    }

    /**
     * Reads the header at the start of {@code length} bytes.
     *
     * @throws ImageFormatException if there is none, or if it names a size that no image has
     */
    public static LzHeader decode(byte[] input, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, input.length);
        if (length < BYTES) {
            throw new ImageFormatException("lz header: expected " + BYTES + " bytes, got " + length);
        }
        expect("magic", MAGIC, word(input, offset));
        expect("version", VERSION, word(input, offset + 4));
        LzImageType type = LzImageType.ofCode(word(input, offset + 8));
        int width = word(input, offset + 12);
        int height = word(input, offset + 16);
        if (width < 1 || height < 1 || isTooLarge(type, width, height)) {
            throw new ImageFormatException("lz image: expected 1x1 up to 1 GiB, got " + Integer.toUnsignedString(width)
                    + "x" + Integer.toUnsignedString(height) + " " + type);
        }
        int stride = word(input, offset + 20);
        if (stride != type.format().rowBytes(width)) {
            throw new ImageFormatException("lz stride: expected "
                    + type.format().rowBytes(width) + ", got " + Integer.toUnsignedString(stride));
        }
        // Any word but 0 says top-down to spice-common's decoder.
        LineOrder lineOrder = word(input, offset + 24) == 0 ? LineOrder.BOTTOM_UP : LineOrder.TOP_DOWN;
        return new LzHeader(type, width, height, lineOrder);
    }

    /** Writes {@link #BYTES} bytes. */
    public void encode(byte[] out, int offset) {
        Objects.checkFromIndexSize(offset, BYTES, out.length);
        encode(type, width, height, lineOrder, out, offset);
    }

    /** Encodes the header of {@code raster}, whose rows are taken in the order of memory; no record is made. */
    static void encode(LzImageType type, Raster raster, byte[] out, int offset) {
        encode(type, raster.width(), raster.height(), raster.lineOrder(), out, offset);
    }

    private static void encode(LzImageType type, int width, int height, LineOrder lineOrder, byte[] out, int offset) {
        WORD.set(out, offset, MAGIC);
        WORD.set(out, offset + 4, VERSION);
        WORD.set(out, offset + 8, type.code());
        WORD.set(out, offset + 12, width);
        WORD.set(out, offset + 16, height);
        WORD.set(out, offset + 20, (int) type.format().rowBytes(width));
        WORD.set(out, offset + 24, lineOrder == LineOrder.TOP_DOWN ? 1 : 0);
    }

    /** The bytes of a row without a gap. */
    public int strideBytes() {
        return (int) type.format().rowBytes(width);
    }

    /** The units in each plane: pixels, or bytes where a byte holds several pixels. */
    int units() {
        return units(type, width, height);
    }

    static int units(LzImageType type, int width, int height) {
        return height * (type.plane() == LzPlane.BYTES ? (int) type.format().rowBytes(width) : width);
    }

    /** Whether an image of 1x1 or more is larger than {@link #IMAGE_BYTES_MAX}. */
    static boolean isTooLarge(LzImageType type, int width, int height) {
        return type.format().rowBytes(width) > IMAGE_BYTES_MAX / height;
    }

    private static int word(byte[] input, int offset) {
        return (int) WORD.get(input, offset);
    }

    private static void expect(String field, int expected, int got) {
        if (expected != got) {
            throw new ImageFormatException("lz " + field + ": expected 0x" + Integer.toHexString(expected) + ", got 0x"
                    + Integer.toHexString(got));
        }
    }
}
