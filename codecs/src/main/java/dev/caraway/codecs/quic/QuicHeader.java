package dev.caraway.codecs.quic;

import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.PixelFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * What stands before the compressed pixels: five little-endian words, magic, version, type, width and height.
 *
 * <p>Nothing says an order of rows: the picture's top row comes first.
 *
 * @param width pixels, 1 or more
 * @param height rows, 1 or more
 */
public record QuicHeader(QuicImageType type, int width, int height) {

    /** The header's length on the wire. */
    public static final int BYTES = 20;

    /** The largest image: what spice-common's decoder takes, less the two pixels that no Java array would hold. */
    public static final int IMAGE_PIXELS_MAX = (1 << 29) - 3;

    /** The letters "QUIC". */
    private static final int MAGIC = 0x43495551;

    private static final int VERSION = 0;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** @throws IllegalArgumentException if the image has no pixel or more than {@link #IMAGE_PIXELS_MAX} */
    public QuicHeader {
        if (!isPossible(width, height)) {
            throw new IllegalArgumentException(
                    "quic image: expected 1x1 up to " + IMAGE_PIXELS_MAX + " pixels, got " + width + "x" + height);
        }
    }

    /**
     * Reads the header at the start of {@code length} bytes.
     *
     * @throws ImageFormatException if there is none, or if it names a size that no image has
     */
    public static QuicHeader decode(byte[] input, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, input.length);
        if (length < BYTES) {
            throw new ImageFormatException("quic header: expected " + BYTES + " bytes, got " + length);
        }
        expect("magic", MAGIC, word(input, offset));
        expect("version", VERSION, word(input, offset + 4));
        QuicImageType type = QuicImageType.ofCode(word(input, offset + 8));
        int width = word(input, offset + 12);
        int height = word(input, offset + 16);
        if (!isPossible(width, height)) {
            throw new ImageFormatException("quic image: expected 1x1 up to " + IMAGE_PIXELS_MAX + " pixels, got "
                    + Integer.toUnsignedString(width) + "x" + Integer.toUnsignedString(height));
        }
        return new QuicHeader(type, width, height);
    }

    /** Writes {@link #BYTES} bytes. */
    public void encode(byte[] out, int offset) {
        Objects.checkFromIndexSize(offset, BYTES, out.length);
        WORD.set(out, offset, MAGIC);
        WORD.set(out, offset + 4, VERSION);
        WORD.set(out, offset + 8, type.code());
        WORD.set(out, offset + 12, width);
        WORD.set(out, offset + 16, height);
    }

    /** The format of this image's pixels. */
    public PixelFormat format() {
        return type.format();
    }

    int pixels() {
        return width * height;
    }

    private static boolean isPossible(int width, int height) {
        return width >= 1 && height >= 1 && width <= IMAGE_PIXELS_MAX / height;
    }

    private static int word(byte[] input, int offset) {
        return (int) WORD.get(input, offset);
    }

    private static void expect(String field, int expected, int got) {
        if (expected != got) {
            throw new ImageFormatException("quic " + field + ": expected 0x" + Integer.toHexString(expected)
                    + ", got 0x" + Integer.toHexString(got));
        }
    }
}
