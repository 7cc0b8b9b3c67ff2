package dev.caraway.codecs.glz;

import dev.caraway.codecs.lz.LzImageType;
import dev.caraway.codecs.lz.LzPlane;
import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.Raster;

/**
 * Decompresses SPICE GLZ as a client does, with a window of earlier images.
 *
 * <p>Any bytes give either pixels or an {@link ImageFormatException}, in time and memory bounded by the input and by what
 * the window may hold. A client waits for an image that another channel has yet to bring; here a reference to it is an
 * exception, and so is one to an image of another type. One thread at a time.
 */
public final class GlzDecoder {

    /** A byte of input adds at most this many units: as one more byte of a reference's length. */
    private static final int UNITS_PER_BYTE_MAX = 255;

    private static final byte[] EMPTY = {};

    private final GlzWindow window;

    private byte[] input = EMPTY;
    private int at;
    private int end;

    /** @param window shared with the decoders of the client's other display channels */
    public GlzDecoder(GlzWindow window) {
        this.window = window;
    }

    /**
     * Decompresses into a fresh top-down raster and adds the image to the window.
     *
     * @throws ImageFormatException if the bytes are not exactly one image that continues the window; the window is as
     *     before then
     */
    public Raster decompress(byte[] bytes, int offset, int length) {
        GlzHeader header = GlzHeader.decode(bytes, offset, length);
        window.refuseUnexpected(header);
        if (header.pixels() > (long) (length - GlzHeader.BYTES) * UNITS_PER_BYTE_MAX) {
            throw new ImageFormatException("glz image: expected " + header.width() + "x" + header.height() + " "
                    + header.type() + ", got " + length + " bytes");
        }
        int[] pixels = new int[header.pixels()];
        input = bytes;
        at = offset + GlzHeader.BYTES;
        end = offset + length;
        try {
            decompressPlane(header, header.type().plane(), pixels);
            if (header.type() == LzImageType.RGBA) {
                decompressPlane(header, LzPlane.ALPHA, pixels);
            }
        } finally {
            input = EMPTY;
        }
        if (at != end) {
            throw new ImageFormatException("glz image: expected " + (at - offset) + " bytes, got " + length);
        }
        window.add(header, pixels);
        return raster(header, pixels);
    }

    private void decompressPlane(GlzHeader header, LzPlane plane, int[] pixels) {
        int done = 0;
        while (done < pixels.length) {
            int control = next();
            if (control < 32) {
                int units = control + 1;
                refuseBeyond("literals", units, pixels.length - done);
                copyLiterals(plane, units, pixels, done);
                done += units;
            } else {
                done += copyReference(header, plane, control, pixels, done);
            }
        }
    }

    /** Returns how many units were copied. */
    private int copyReference(GlzHeader header, LzPlane plane, int control, int[] pixels, int done) {
        int units = length(control >> 5, plane.shortestReference, pixels.length - done);
        int offset = (control & 0x0f) | next() << 4;
        int third = next();
        int more = third >> 6;
        int imageDistance;
        if ((control & 0x10) == 0) {
            imageDistance = (third & 0x3f) + rest(more) * 64;
        } else {
            offset |= (third & 0x1f) << 12;
            imageDistance = rest(more);
            if ((third & 0x20) != 0) {
                offset |= next() << 17;
            }
        }
        int[] source = pixels;
        int from = done - offset - 1;
        if (imageDistance == 0) {
            if (from < 0) {
                throw new ImageFormatException(
                        "glz reference: expected at most " + done + " units back, got " + (offset + 1));
            }
        } else {
            source = window.pixels(header.imageId() - imageDistance, header.type());
            from = offset;
            refuseBeyond("reference", (long) offset + units, source.length);
        }
        if (plane == LzPlane.ALPHA) {
            for (int i = 0; i < units; i++) {
                pixels[done + i] |= source[from + i] & 0xff00_0000;
            }
        } else {
            for (int i = 0; i < units; i++) {
                pixels[done + i] = source[from + i] & 0xff_ffff;
            }
        }
        return units;
    }

    private int length(int said, int shortest, int unitsMax) {
        int units = said - 1 + shortest;
        if (said == 7) {
            int more;
            do {
                more = next();
                units += more;
            } while (more == 255 && units <= unitsMax);
        }
        refuseBeyond("reference", units, unitsMax);
        return units;
    }

    /** Up to three bytes, the least first. */
    private int rest(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= next() << (8 * i);
        }
        return value;
    }

    private static void refuseBeyond(String what, long units, int unitsMax) {
        if (units > unitsMax) {
            throw new ImageFormatException("glz " + what + ": expected at most " + unitsMax + " units, got " + units);
        }
    }

    private int next() {
        if (at == end) {
            throw new ImageFormatException("glz image: expected more bytes, got the end");
        }
        return input[at++] & 0xff;
    }

    private void copyLiterals(LzPlane plane, int units, int[] pixels, int done) {
        int wire = units * plane.wireBytes;
        if (wire > end - at) {
            throw new ImageFormatException("glz literals: expected " + wire + " bytes, got " + (end - at));
        }
        for (int i = done; i < done + units; i++) {
            int first = input[at++] & 0xff;
            switch (plane.wireBytes) {
                case 1 -> pixels[i] |= first << 24;
                case 2 -> pixels[i] = (first & 0x7f) << 8 | (input[at++] & 0xff);
                default -> pixels[i] = first | (input[at++] & 0xff) << 8 | (input[at++] & 0xff) << 16;
            }
        }
    }

    private static Raster raster(GlzHeader header, int[] pixels) {
        Raster raster = Raster.allocate(header.type().format(), header.width(), header.height());
        byte[] bytes = raster.pixels();
        int pixelBytes = raster.format().bytesPerPixel();
        int from = 0;
        for (int row = 0; row < header.height(); row++) {
            int y = header.lineOrder() == LineOrder.TOP_DOWN ? row : header.height() - 1 - row;
            int target = raster.rowOffset(y);
            for (int x = 0; x < header.width(); x++) {
                int pixel = pixels[from++];
                for (int part = 0; part < pixelBytes; part++) {
                    bytes[target++] = (byte) (pixel >>> (8 * part));
                }
            }
        }
        return raster;
    }
}
