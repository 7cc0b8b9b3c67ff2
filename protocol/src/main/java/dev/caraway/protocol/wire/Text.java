package dev.caraway.protocol.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text on the wire: UTF-8, ended by a NUL, in a field whose size counts that NUL. */
public record Text(String value) implements Encodable {

    public Text {
        if (value.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException("text: expected characters other than NUL, got " + value.length());
        }
    }

    /**
     * Reads the text of a field of {@code sizeBytes} bytes, NUL included.
     *
     * @param sizeBytes already compared with a limit
     */
    public static Text decode(SpiceReader in, String field, int sizeBytes) {
        byte[] bytes = in.bytes(field, sizeBytes).toArray();
        int length = 0;
        while (length < sizeBytes && bytes[length] != 0) {
            length++;
        }
        if (length != sizeBytes - 1) {
            throw in.violation(field, "expected one NUL, at its end");
        }
        return new Text(utf8(in, field, bytes, length));
    }

    private static String utf8(SpiceReader in, String field, byte[] bytes, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw in.violation(field, "expected UTF-8");
        }
    }

    /** What the text takes on the wire, NUL included. */
    public int sizeBytes() {
        return value.getBytes(StandardCharsets.UTF_8).length + 1;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.bytes(Bytes.wrap(value.getBytes(StandardCharsets.UTF_8)));
        out.u8(0);
    }
}
