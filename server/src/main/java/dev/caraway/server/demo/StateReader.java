package dev.caraway.server.demo;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a guest has written of itself at another host, and believes none of it: every number has its range, every text
 * its greatest length. Numbers have 32 bits unless said otherwise, the highest byte first.
 *
 * <p>All methods throw an {@link IOException} with a line that says what was expected, also where the state ends too early.
 */
final class StateReader {

    private final DataInputStream in;

    StateReader(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /** A number from {@code min} to {@code max}. */
    int number(String subject, int min, int max) throws IOException {
        int value = read(subject, in::readInt);
        if (value < min || value > max) {
            throw new IOException(subject + " " + value + ": expected " + min + " to " + max);
        }
        return value;
    }

    /** A number of 64 bits from {@code min} to {@code max}. */
    long longNumber(String subject, long min, long max) throws IOException {
        long value = read(subject, in::readLong);
        if (value < min || value > max) {
            throw new IOException(subject + " " + value + ": expected " + min + " to " + max);
        }
        return value;
    }

    /** A fraction from {@code min} to {@code max}, as the 64 bits of a double. */
    double fraction(String subject, double min, double max) throws IOException {
        double value = read(subject, in::readDouble);
        // Asked this way round, no number (NaN) is refused too.
        if (!(value >= min && value <= max)) {
            throw new IOException(subject + " " + value + ": expected " + min + " to " + max);
        }
        return value;
    }

    /** A byte that is 0 or 1. */
    boolean flag(String subject) throws IOException {
        int value = read(subject, in::readUnsignedByte);
        if (value > 1) {
            throw new IOException(subject + " " + value + ": expected 0 or 1");
        }
        return value == 1;
    }

    /** A number of characters and these, each a byte: a line feed or a letter of ASCII. */
    String text(String subject, int maxChars) throws IOException {
        byte[] letters = bytes(subject, number(subject + " length", 0, maxChars));
        for (byte letter : letters) {
            if (letter != '\n' && (letter < ' ' || letter > '~')) {
                throw new IOException(subject + ": expected letters of ASCII, got " + letter);
            }
        }
        return new String(letters, StandardCharsets.US_ASCII);
    }

    byte[] bytes(String subject, int count) throws IOException {
        return read(subject, () -> {
            byte[] bytes = new byte[count];
            in.readFully(bytes);
            return bytes;
        });
    }

    /** Nothing may follow. */
    void end() throws IOException {
        if (in.read() >= 0) {
            throw new IOException("expected the end of the state, got more");
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T read(String subject, Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (EOFException e) {
            throw new IOException(subject + ": expected more, got the end of the state", e);
        }
    }
}
