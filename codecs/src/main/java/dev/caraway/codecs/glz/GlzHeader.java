package dev.caraway.codecs.glz;

import dev.caraway.codecs.lz.LzImageType;
import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * What stands before a GLZ image's compressed pixels: 33 bytes, big endian.
 *
 * <p>Magic and version are those of LZ; one byte holds the type and, in bit 4, whether the rows run top-down; then width,
 * height and stride, 32 bits each, the image's id in 64 bits and the distance to the window's head in 32. The stride is
 * that of an image without gaps.
 *
 * @param type one of the four types that GLZ is used for: RGB16, RGB24, RGB32 and RGBA
 * @param width pixels, 1 or more
 * @param height rows, 1 or more
 * @param lineOrder the order of the rows in the compressed stream
 * @param imageId counts the images of the dictionary from 0
 * @param headDistance how many images back the window begins; 0 if this image alone is in it
 */
public record GlzHeader(LzImageType type, int width, int height, LineOrder lineOrder, long imageId, long headDistance) {

    /** The header's length on the wire. */
    public static final int BYTES = 33;

    private static final int MAGIC = 0x20205a4c;
    private static final int VERSION = 1 << 16 | 1;
    private static final int TYPE_MASK = 0x0f;
    private static final int TOP_DOWN = 0x10;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /**
     * @throws IllegalArgumentException if GLZ has no such type, if no window holds so many pixels, or if the window would
     *     begin before the first image
     */
    public GlzHeader {
        if (!isGlz(type)) {
            throw new IllegalArgumentException("glz type: expected RGB16, RGB24, RGB32 or RGBA, got " + type);
        }
        if (!isSize(width, height)) {
            throw new IllegalArgumentException("glz image: expected 1x1 up to " + GlzDictionary.WINDOW_PIXELS_MAX
                    + " pixels, got " + width + "x" + height);
        }
        if (imageId < 0 || headDistance < 0 || headDistance > Math.min(imageId, 0xffff_ffffL)) {
            throw new IllegalArgumentException(
                    "glz head distance of image " + imageId + ": expected 0 to the image's id, got " + headDistance);
        }
    }

    static boolean isGlz(LzImageType type) {
        return type.compareTo(LzImageType.RGB16) >= 0 && type.compareTo(LzImageType.RGBA) <= 0;
    }

    static boolean isSize(int width, int height) {
        return width >= 1 && height >= 1 && (long) width * height <= GlzDictionary.WINDOW_PIXELS_MAX;
    }

    /**
     * Reads the header at the start of {@code length} bytes.
     *
     * @throws ImageFormatException if there is none, or if it says what no GLZ image has
     */
    public static GlzHeader decode(byte[] input, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, input.length);
        if (length < BYTES) {
            throw new ImageFormatException("glz header: expected " + BYTES + " bytes, got " + length);
        }
        expect("magic", MAGIC, word(input, offset));
        expect("version", VERSION, word(input, offset + 4));
        int flags = input[offset + 8] & 0xff;
        LzImageType type = LzImageType.ofCode(flags & TYPE_MASK);
        if (!isGlz(type)) {
            throw new ImageFormatException("glz type: expected RGB16, RGB24, RGB32 or RGBA, got " + type);
        }
        int width = word(input, offset + 9);
        int height = word(input, offset + 13);
        if (!isSize(width, height)) {
            throw new ImageFormatException("glz image: expected 1x1 up to " + GlzDictionary.WINDOW_PIXELS_MAX
                    + " pixels, got " + Integer.toUnsignedString(width) + "x" + Integer.toUnsignedString(height));
        }
        int stride = word(input, offset + 17);
        if (stride != type.format().rowBytes(width)) {
            throw new ImageFormatException("glz stride: expected "
                    + type.format().rowBytes(width) + ", got " + Integer.toUnsignedString(stride));
        }
        long imageId = (long) LONG.get(input, offset + 21);
        long headDistance = word(input, offset + 29) & 0xffff_ffffL;
        if (imageId < 0 || headDistance > imageId) {
            throw new ImageFormatException("glz head distance of image " + Long.toUnsignedString(imageId)
                    + ": expected 0 to the image's id, got " + headDistance);
        }
        // To spice-gtk any of the upper bits says top-down.
        LineOrder lineOrder = flags > TYPE_MASK ? LineOrder.TOP_DOWN : LineOrder.BOTTOM_UP;
        return new GlzHeader(type, width, height, lineOrder, imageId, headDistance);
    }

    /** Writes {@link #BYTES} bytes. */
    public void encode(byte[] out, int offset) {
        Objects.checkFromIndexSize(offset, BYTES, out.length);
        encode(out, offset, type, width, height, lineOrder, imageId, headDistance);
    }

    /** The same without a record. */
    static void encode(
            byte[] out,
            int offset,
            LzImageType type,
            int width,
            int height,
            LineOrder lineOrder,
            long imageId,
            long headDistance) {
        WORD.set(out, offset, MAGIC);
        WORD.set(out, offset + 4, VERSION);
        out[offset + 8] = (byte) (type.code() | (lineOrder == LineOrder.TOP_DOWN ? TOP_DOWN : 0));
        WORD.set(out, offset + 9, width);
        WORD.set(out, offset + 13, height);
        WORD.set(out, offset + 17, (int) type.format().rowBytes(width));
        LONG.set(out, offset + 21, imageId);
        WORD.set(out, offset + 29, (int) headDistance);
    }

    /** Width times height. */
    public int pixels() {
        return width * height;
    }

    private static int word(byte[] input, int offset) {
        return (int) WORD.get(input, offset);
    }

    private static void expect(String field, int expected, int got) {
        if (expected != got) {
            throw new ImageFormatException("glz " + field + ": expected 0x" + Integer.toHexString(expected) + ", got 0x"
                    + Integer.toHexString(got));
        }
    }
}
