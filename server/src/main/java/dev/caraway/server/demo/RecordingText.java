package dev.caraway.server.demo;

import dev.caraway.protocol.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The lines and blobs of a recording: {@code name number...} and {@code binary zlib? name size:bytes}.
 *
 * <p>The end of the file inside a line or blob is an {@link EOFException}, anything unexpected a
 * {@link RecordingException}. Memory grows with what was read, never with what a size promises.
 */
final class RecordingText {

    /** The pixels of the largest primary surface that guests record: 8192 by 8192. */
    static final int MAX_BLOB_BYTES = 1 << 28;

    private static final int MAX_LINE_BYTES = 256;
    private static final int MAX_QUOTED_BYTES = 60;
    private static final int BUFFER_BYTES = 1 << 14;
    private static final int FIRST_PIECE_BYTES = 1 << 20;
    private static final int EXACT_DIGITS = 18;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    private final byte[] line = new byte[MAX_LINE_BYTES];
    private int lineLength;
    private int linePosition;

    RecordingText(InputStream in) {
        this.in = in;
    }

    /** Whether nothing follows. */
    boolean isAtEnd() throws IOException {
        return position == limit && !refill();
    }

    /** A line that is this word alone. */
    void word(String expected) throws IOException {
        readUntil('\n');
        expect(expected);
        expectLineEnd();
    }

    /** The number of a line {@code name number}; 64 bits, signed or not. */
    long number(String name) throws IOException {
        return numbers(name, 1)[0];
    }

    /** The number of a line {@code name number} that has 32 bits, signed or not. */
    int int32(String name) throws IOException {
        return int32s(name, 1)[0];
    }

    /** The 32-bit numbers of a line {@code name number...}. */
    int[] int32s(String name, int count) throws IOException {
        long[] values = numbers(name, count);
        int[] narrow = new int[count];
        for (int i = 0; i < count; i++) {
            if (values[i] < Integer.MIN_VALUE || values[i] > 0xffff_ffffL) {
                throw broken("expected 32 bits");
            }
            narrow[i] = (int) values[i];
        }
        return narrow;
    }

    /** The numbers of a line {@code name number...}; without a name, of a line of numbers. */
    long[] numbers(String name, int count) throws IOException {
        readUntil('\n');
        expect(name);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            if (linePosition > 0) {
                expect(" ");
            }
            values[i] = number();
        }
        expectLineEnd();
        return values;
    }

    /** One blob. */
    Bytes blob(String name) throws IOException {
        BlobHead head = blobHead(name);
        byte[] stored = take(head.storedBytes);
        word("");
        return Bytes.wrap(head.isCompressed ? inflate(stored, head.bytes) : stored);
    }

    /** Passes one blob over. */
    void skipBlob(String name) throws IOException {
        int left = blobHead(name).storedBytes;
        while (left > 0) {
            if (position == limit && !refill()) {
                throw new EOFException();
            }
            int skipped = Math.min(left, limit - position);
            position += skipped;
            left -= skipped;
        }
        word("");
    }

    /** Blobs that are one piece of data. */
    Bytes chunks(String name) throws IOException {
        long[] counts = numbers("data_chunks", 2);
        if (counts[0] < 0) {
            throw broken("expected 0 or more");
        }
        if (counts[0] == 0) {
            return blob(name);
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (long i = 0; i <= counts[0]; i++) {
            Bytes next = blob(name);
            if (next.length() > MAX_BLOB_BYTES - data.size()) {
                throw broken("expected at most " + MAX_BLOB_BYTES + " bytes in all");
            }
            data.write(next.array(), next.offset(), next.length());
        }
        return Bytes.wrap(data.toByteArray());
    }

    /** A complaint that cites the line read last. */
    RecordingException broken(String expectation) {
        String text = new String(line, 0, Math.min(lineLength, MAX_QUOTED_BYTES), StandardCharsets.ISO_8859_1);
        String printable = text.replaceAll("[^ -~]", "?");
        return new RecordingException("'" + printable + "': " + expectation);
    }

    private record BlobHead(boolean isCompressed, int bytes, int storedBytes) {}

    private BlobHead blobHead(String name) throws IOException {
        readUntil(':');
        expect("binary ");
        boolean isCompressed = number() != 0;
        expect(" " + name + " ");
        int bytes = blobSize();
        if (!isCompressed) {
            return new BlobHead(false, bytes, bytes);
        }
        readUntil(':');
        return new BlobHead(true, bytes, blobSize());
    }

    private int blobSize() throws IOException {
        long size = number();
        expectLineEnd();
        if (size < 0 || size > MAX_BLOB_BYTES) {
            throw broken("expected 0 to " + MAX_BLOB_BYTES + " bytes");
        }
        return (int) size;
    }

    private byte[] inflate(byte[] stored, int size) throws RecordingException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stored);
            byte[] data = new byte[Math.min(size, FIRST_PIECE_BYTES)];
            int have = 0;
            while (have < size) {
                if (have == data.length) {
                    data = Arrays.copyOf(data, (int) Math.min(size, 2L * have));
                }
                int got = inflater.inflate(data, have, data.length - have);
                if (got == 0) {
                    throw new RecordingException("zlib data: expected " + size + " bytes, got " + have);
                }
                have += got;
            }
            return data;
        } catch (DataFormatException e) {
            throw new RecordingException("zlib data: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    private byte[] take(int size) throws IOException {
        byte[] data = new byte[Math.min(size, FIRST_PIECE_BYTES)];
        int have = 0;
        while (have < size) {
            if (have == data.length) {
                data = Arrays.copyOf(data, (int) Math.min(size, 2L * have));
            }
            if (position == limit && !refill()) {
                throw new EOFException();
            }
            int got = Math.min(data.length - have, limit - position);
            System.arraycopy(buffer, position, data, have, got);
            position += got;
            have += got;
        }
        return data;
    }

    private void readUntil(char end) throws IOException {
        lineLength = 0;
        linePosition = 0;
        while (true) {
            if (position == limit && !refill()) {
                throw new EOFException();
            }
            byte read = buffer[position++];
            if (read == end) {
                return;
            }
            if (read == '\n' || lineLength == MAX_LINE_BYTES) {
                throw broken(end == '\n' ? "expected a line's end" : "expected '" + end + "'");
            }
            line[lineLength++] = read;
        }
    }

    private void expect(String expected) throws RecordingException {
        for (int i = 0; i < expected.length(); i++) {
            if (linePosition == lineLength || line[linePosition] != expected.charAt(i)) {
                throw broken("expected '" + expected + "'");
            }
            linePosition++;
        }
    }

    private void expectLineEnd() throws RecordingException {
        if (linePosition != lineLength) {
            throw broken("expected no more than its first " + linePosition + " characters");
        }
    }

    private long number() throws RecordingException {
        int from = linePosition;
        boolean isNegative = linePosition < lineLength && line[linePosition] == '-';
        int digits = isNegative ? from + 1 : from;
        int end = digits;
        long value = 0;
        while (end < lineLength && line[end] >= '0' && line[end] <= '9') {
            value = value * 10 + line[end] - '0';
            end++;
        }
        linePosition = end;
        if (end == digits) {
            throw broken("expected a number");
        }
        if (end - digits > EXACT_DIGITS) {
            String text = new String(line, from, end - from, StandardCharsets.ISO_8859_1);
            try {
                return isNegative ? Long.parseLong(text) : Long.parseUnsignedLong(text);
            } catch (NumberFormatException e) {
                throw broken("expected 64 bits");
            }
        }
        return isNegative ? -value : value;
    }

    private boolean refill() throws IOException {
        int got = in.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(got, 0);
        return got > 0;
    }
}
