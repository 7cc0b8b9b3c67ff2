package dev.caraway.server.demo;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes what {@link StateReader} reads. */
final class StateWriter {

    private final DataOutputStream out;

    StateWriter(OutputStream out) {
        this.out = new DataOutputStream(out);
    }

    void number(int value) throws IOException {
        out.writeInt(value);
    }

    void longNumber(long value) throws IOException {
        out.writeLong(value);
    }

    void fraction(double value) throws IOException {
        out.writeDouble(value);
    }

    void flag(boolean value) throws IOException {
        out.writeByte(value ? 1 : 0);
    }

    /** Letters of ASCII and line feeds. */
    void text(String value) throws IOException {
        number(value.length());
        bytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    /** Bytes whose number the reader knows. */
    void bytes(byte[] value) throws IOException {
        out.write(value);
    }
}
