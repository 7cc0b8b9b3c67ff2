package dev.caraway.migration.stream;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** How rows of a surface lie in a frame. */
public enum RowEncoding {
    /** As they are. */
    RAW(0),
    /** As zlib has it (RFC 1950). */
    DEFLATE(1);

    private static final RowEncoding[] ALL = values();

    private final int number;

    RowEncoding(int number) {
        this.number = number;
    }

    void encode(SpiceWriter out) {
        out.u8(number);
    }

    static RowEncoding decode(SpiceReader in) {
        int number = in.u8("encoding");
        if (number >= ALL.length) {
            throw in.violation("encoding", "expected less than " + ALL.length + ", got " + number);
        }
        return ALL[number];
    }

    /** Deflated bytes, or {@code raw} itself where they would not be fewer. */
    static Bytes deflated(Bytes raw) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(raw.array(), raw.offset(), raw.length());
            deflater.finish();
            byte[] smaller = new byte[raw.length()];
            int length = deflater.deflate(smaller);
            return deflater.finished() && length < raw.length() ? Bytes.wrap(Arrays.copyOf(smaller, length)) : raw;
        } finally {
            deflater.end();
        }
    }

    /** Exactly {@code rawBytes} bytes, which {@code pixels} must be whole. */
    static Bytes inflated(Bytes pixels, int rawBytes) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(pixels.array(), pixels.offset(), pixels.length());
            byte[] raw = new byte[rawBytes];
            int length = inflater.inflate(raw);
            // Where the last byte of the pixels is not the last one of zlib's, the checksum is still to be read.
            if (length != rawBytes
                    || inflater.inflate(new byte[1]) != 0
                    || !inflater.finished()
                    || inflater.getRemaining() != 0) {
                throw new StreamException("surface rows: expected " + rawBytes + " bytes deflated, got others");
            }
            return Bytes.wrap(raw);
        } catch (DataFormatException e) {
            throw new StreamException("surface rows: expected deflated bytes, got others");
        } finally {
            inflater.end();
        }
    }
}
