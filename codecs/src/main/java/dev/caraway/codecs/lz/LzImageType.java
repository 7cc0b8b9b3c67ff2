package dev.caraway.codecs.lz;

import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.PixelFormat;
import java.util.EnumMap;
import java.util.Map;

/** The image types of SPICE LZ and GLZ: {@code LZ_IMAGE_TYPE_*}. */
public enum LzImageType {
    PLT1_LE(1, PixelFormat.PALETTE1_LE, LzPlane.BYTES),
    PLT1_BE(2, PixelFormat.PALETTE1_BE, LzPlane.BYTES),
    PLT4_LE(3, PixelFormat.PALETTE4_LE, LzPlane.BYTES),
    PLT4_BE(4, PixelFormat.PALETTE4_BE, LzPlane.BYTES),
    PLT8(5, PixelFormat.PALETTE8, LzPlane.BYTES),
    RGB16(6, PixelFormat.RGB16_555, LzPlane.RGB16),
    RGB24(7, PixelFormat.RGB24, LzPlane.RGB24),
    RGB32(8, PixelFormat.XRGB32, LzPlane.RGB32),
    /** The colours as in {@link #RGB32}, then all alpha bytes as in {@link #XXXA}. */
    RGBA(9, PixelFormat.RGBA32, LzPlane.RGB32),
    /** The alpha bytes of an image whose colours travel otherwise (JPEG with alpha). */
    XXXA(10, PixelFormat.RGBA32, LzPlane.ALPHA),
    A8(11, PixelFormat.A8, LzPlane.BYTES);

    private static final LzImageType[] ALL = values();
    private static final Map<PixelFormat, LzImageType> BY_FORMAT = new EnumMap<>(PixelFormat.class);

    static {
        for (LzImageType type : ALL) {
            if (type != XXXA) {
                BY_FORMAT.put(type.format, type);
            }
        }
    }

    private final int code;
    private final PixelFormat format;
    private final LzPlane plane;

    LzImageType(int code, PixelFormat format, LzPlane plane) {
        this.code = code;
        this.format = format;
        this.plane = plane;
    }

    /** The type that carries all of a pixel of {@code format}; never {@link #XXXA}. */
    public static LzImageType of(PixelFormat format) {
        LzImageType type = BY_FORMAT.get(format);
        if (type == null) {
            throw new IllegalArgumentException("lz type of " + format + ": expected one, got none");
        }
        return type;
    }

    /** The type with this number on the wire; any other number is an {@link ImageFormatException}. */
    public static LzImageType ofCode(int code) {
        if (code < 1 || code > ALL.length) {
            throw new ImageFormatException("lz type: expected 1 to " + ALL.length + ", got " + code);
        }
        return ALL[code - 1];
    }

    /** The number on the wire, 1 to 11. */
    public int code() {
        return code;
    }

    /** The format of the raster that is compressed, or decompressed into. */
    public PixelFormat format() {
        return format;
    }

    /** The first plane; {@link #RGBA} alone has a second one, of alpha. */
    public LzPlane plane() {
        return plane;
    }
}
