package dev.caraway.codecs.lz;

import dev.caraway.codecs.pixel.ImageFormatException;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.Raster;
import java.util.Arrays;

/**
 * Decompresses SPICE LZ to the pixels that every SPICE client sees.
 *
 * <p>Any bytes give either pixels or an {@link ImageFormatException}, in time and memory bounded by the input and the
 * target. Keep a decoder to keep its buffer; give it to one thread at a time.
 */
public final class LzDecoder {

    /** A byte of input adds at most this many units: as one more byte of a reference's length. */
    private static final int UNITS_PER_BYTE_MAX = 255;

    /** The first distance that a far reference says, less one; the mark of a far one among near distances. */
    private static final int FAR_DISTANCE = 8191;

    private static final byte[] EMPTY = {};

    /** Holds an image on its way to a target with gaps or the other line order; grows to the largest such. */
    private byte[] scratch = EMPTY;

    private byte[] input = EMPTY;
    private int at;
    private int end;

    /**
     * Decompresses into a fresh top-down raster.
     *
     * @param pixelsMax the largest image wanted; nothing is allocated for a larger one, nor for one that {@code length}
     *     bytes cannot hold
     * @throws ImageFormatException if the bytes are not exactly one image of at most that size
     */
    public Raster decompress(byte[] bytes, int offset, int length, int pixelsMax) {
        LzHeader header = LzHeader.decode(bytes, offset, length);
        if ((long) header.width() * header.height() > pixelsMax) {
            throw new ImageFormatException("lz image: expected at most " + pixelsMax + " pixels, got " + header.width()
                    + "x" + header.height());
        }
        refuseImpossible(header, length);
        Raster target = Raster.allocate(header.type().format(), header.width(), header.height());
        decompress(bytes, offset, length, target);
        return target;
    }

    /**
     * Decompresses into {@code target}, whose stride and line order are its own. {@link LzImageType#XXXA} writes the
     * alpha bytes and leaves the others; {@link LzImageType#RGB32} writes 0 to the fourth byte.
     *
     * @throws ImageFormatException if the bytes are not exactly one image of the target's size and format; pixels of
     *     {@code target} may have been written by then
     */
    public void decompress(byte[] bytes, int offset, int length, Raster target) {
        LzHeader header = LzHeader.decode(bytes, offset, length);
        if (target.width() != header.width()
                || target.height() != header.height()
                || target.format() != header.type().format()) {
            throw new ImageFormatException("lz image: expected " + target.width() + "x" + target.height() + " "
                    + target.format() + ", got " + header.width() + "x" + header.height() + " " + header.type());
        }
        refuseImpossible(header, length);
        input = bytes;
        at = offset + LzHeader.BYTES;
        end = offset + length;
        try {
            if (target.isContiguous() && (target.lineOrder() == header.lineOrder() || target.height() == 1)) {
                decompressPlanes(header, target.pixels(), target.offset());
            } else {
                decompressByRows(header, target);
            }
        } finally {
            input = EMPTY;
        }
        if (at != end) {
            throw new ImageFormatException("lz image: expected " + (at - offset) + " bytes, got " + length);
        }
    }

    private static void refuseImpossible(LzHeader header, int length) {
        if (header.units() > (long) (length - LzHeader.BYTES) * UNITS_PER_BYTE_MAX) {
            throw new ImageFormatException("lz image: expected " + header.width() + "x" + header.height() + " "
                    + header.type() + ", got " + length + " bytes");
        }
    }

    /** References reach back over row ends, so an image is whole before its rows go where the target wants them. */
    private void decompressByRows(LzHeader header, Raster target) {
        int rowBytes = header.strideBytes();
        int imageBytes = rowBytes * header.height();
        if (scratch.length < imageBytes) {
            scratch = new byte[imageBytes];
        }
        boolean isTopDown = header.lineOrder() == LineOrder.TOP_DOWN;
        if (header.type() == LzImageType.XXXA) {
            for (int row = 0; row < header.height(); row++) {
                int y = isTopDown ? row : header.height() - 1 - row;
                System.arraycopy(target.pixels(), target.rowOffset(y), scratch, row * rowBytes, rowBytes);
            }
        }
        decompressPlanes(header, scratch, 0);
        for (int row = 0; row < header.height(); row++) {
            int y = isTopDown ? row : header.height() - 1 - row;
            System.arraycopy(scratch, row * rowBytes, target.pixels(), target.rowOffset(y), rowBytes);
        }
    }

    private void decompressPlanes(LzHeader header, byte[] pixels, int offset) {
        decompressPlane(header.type().plane(), header.units(), pixels, offset);
        if (header.type() == LzImageType.RGBA) {
            decompressPlane(LzPlane.ALPHA, header.units(), pixels, offset);
        }
    }

    private void decompressPlane(LzPlane plane, int count, byte[] pixels, int offset) {
        int unitBytes = plane.memoryBytes;
        int done = 0;
        while (done < count) {
            int control = next();
            int target = offset + done * unitBytes;
            int units;
            if (control < 32) {
                units = control + 1;
                if (units > count - done) {
                    throw new ImageFormatException(
                            "lz literals: expected at most " + (count - done) + " units, got " + units);
                }
                copyLiterals(plane, units, pixels, target);
            } else {
                units = length(control >> 5, plane.shortestReference, count - done);
                int distance = distance((control & 31) << 8);
                if (distance > done) {
                    throw new ImageFormatException(
                            "lz reference: expected at most " + done + " units back, got " + distance);
                }
                if (plane == LzPlane.ALPHA) {
                    repeatAlpha(pixels, target, distance, units);
                } else {
                    repeat(pixels, target, distance * unitBytes, units * unitBytes);
                }
            }
            done += units;
        }
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
        if (units > unitsMax) {
            throw new ImageFormatException("lz reference: expected at most " + unitsMax + " units, got " + units);
        }
        return units;
    }

    private int distance(int high) {
        int said = high + next();
        if (said == FAR_DISTANCE) {
            said += next() << 8;
            said += next();
        }
        return said + 1;
    }

    private int next() {
        if (at == end) {
            throw new ImageFormatException("lz image: expected more bytes, got the end");
        }
        return input[at++] & 0xff;
    }

    private void copyLiterals(LzPlane plane, int units, byte[] pixels, int target) {
        int wire = units * plane.wireBytes;
        if (wire > end - at) {
            throw new ImageFormatException("lz literals: expected " + wire + " bytes, got " + (end - at));
        }
        switch (plane) {
            case BYTES, RGB24 -> System.arraycopy(input, at, pixels, target, wire);
            case RGB16 -> {
                for (int i = 0; i < wire; i += 2) {
                    pixels[target + i] = input[at + i + 1];
                    pixels[target + i + 1] = input[at + i];
                }
            }
            case RGB32 -> {
                for (int i = 0, s = at, t = target; i < units; i++, s += 3, t += 4) {
                    pixels[t] = input[s];
                    pixels[t + 1] = input[s + 1];
                    pixels[t + 2] = input[s + 2];
                    pixels[t + 3] = 0;
                }
            }
            case ALPHA -> {
                for (int i = 0; i < units; i++) {
                    pixels[target + 4 * i + 3] = input[at + i];
                }
            }
        }
        at += wire;
    }

    /** A length beyond the distance repeats what it has just written: what is there doubles with every step. */
    private static void repeat(byte[] pixels, int target, int distanceBytes, int lengthBytes) {
        int source = target - distanceBytes;
        if (distanceBytes == 1) {
            Arrays.fill(pixels, target, target + lengthBytes, pixels[source]);
            return;
        }
        int copied = 0;
        while (copied < lengthBytes) {
            int count = Math.min(distanceBytes + copied, lengthBytes - copied);
            System.arraycopy(pixels, source, pixels, target + copied, count);
            copied += count;
        }
    }

    private static void repeatAlpha(byte[] pixels, int target, int distance, int units) {
        int t = target + 3;
        int back = 4 * distance;
        for (int i = 0; i < units; i++, t += 4) {
            pixels[t] = pixels[t - back];
        }
    }
}
