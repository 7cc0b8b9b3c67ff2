package dev.caraway.codecs.quic;

import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.PixelFormat;
import java.util.EnumMap;
import java.util.Map;

/** The image types of SPICE QUIC: {@code QUIC_IMAGE_TYPE_*}. */
public enum QuicImageType {
    /** One byte a pixel. No display client draws this type; the others reach a screen. */
    GRAY(1, PixelFormat.A8, 1),
    RGB16(2, PixelFormat.RGB16_555, 3),
    RGB24(3, PixelFormat.RGB24, 3),
    RGB32(4, PixelFormat.XRGB32, 3),
    /** Each row's colours as in {@link #RGB32}, then its alpha as in {@link #GRAY}. */
    RGBA(5, PixelFormat.RGBA32, 4);

    private static final QuicImageType[] ALL = values();
    private static final Map<PixelFormat, QuicImageType> BY_FORMAT = new EnumMap<>(PixelFormat.class);

    static {
        for (QuicImageType type : ALL) {
            BY_FORMAT.put(type.format, type);
        }
    }

    private final int code;
    private final PixelFormat format;
    private final int channels;

    QuicImageType(int code, PixelFormat format, int channels) {
        this.code = code;
        this.format = format;
        this.channels = channels;
    }

    /** Whether there is a type for {@code format}: for each but the palettes. */
    public static boolean exists(PixelFormat format) {
        return BY_FORMAT.containsKey(format);
    }

    /**
     * The type that carries pixels of {@code format}.
     *
     * @throws IllegalArgumentException if {@code format} is a palette
     */
    public static QuicImageType of(PixelFormat format) {
        QuicImageType type = BY_FORMAT.get(format);
        if (type == null) {
            throw new IllegalArgumentException("quic type of " + format + ": expected one, got none");
        }
        return type;
    }

    /** The type with this number on the wire; any other number is an {@link ImageFormatException}. */
    public static QuicImageType ofCode(int code) {
        if (code < 1 || code > ALL.length) {
            throw new ImageFormatException("quic type: expected 1 to " + ALL.length + ", got " + code);
        }
        return ALL[code - 1];
    }

    /** The number on the wire, 1 to 5. */
    public int code() {
        return code;
    }

    /** The format of the raster that is compressed, or decompressed into. */
    public PixelFormat format() {
        return format;
    }

    QuicCodes codes() {
        return this == RGB16 ? QuicCodes.OF_FIVE_BITS : QuicCodes.OF_EIGHT_BITS;
    }

    /** 1 to 4: how many codewords a pixel outside runs takes. */
    int channels() {
        return channels;
    }
}
