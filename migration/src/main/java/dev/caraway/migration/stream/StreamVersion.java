package dev.caraway.migration.stream;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The versions of the migrate stream that a host knows: with them each direction begins.
 *
 * @param newest as an unsigned number, like {@code oldest}
 */
record StreamVersion(int newest, int oldest) {

    /** Ours. */
    static final StreamVersion OURS = new StreamVersion(1, 1);

    /** The magic, both versions, and a checksum of them. */
    static final int BYTES = 20;

    private static final byte[] MAGIC = "CARAWAY\u0001".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKSUM_AT = 16;

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC);
        out.putInt(newest);
        out.putInt(oldest);
        out.putInt(checksum(out.array()));
        return out.array();
    }

    /** Refuses what does not begin as a stream does, as soon as that is seen. */
    static void verifyMagic(byte[] bytes, int count) {
        for (int i = 0; i < Math.min(count, MAGIC.length); i++) {
            if (bytes[i] != MAGIC[i]) {
                throw new StreamException("migrate stream: expected its magic, got another byte " + i);
            }
        }
    }

    /** Refuses a host that has no version in common with us. The newest that both know is the one that both speak. */
    static void verify(byte[] beginning) {
        ByteBuffer in =
                ByteBuffer.wrap(beginning).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
        long newest = Integer.toUnsignedLong(in.getInt());
        long oldest = Integer.toUnsignedLong(in.getInt());
        int checksum = in.getInt();
        if (checksum != checksum(beginning)) {
            throw new StreamException("migrate stream checksum: expected " + Integer.toHexString(checksum(beginning))
                    + ", got " + Integer.toHexString(checksum));
        }
        if (oldest > newest || newest < OURS.oldest || oldest > OURS.newest) {
            throw new StreamException("migrate stream version: expected one of " + OURS.oldest + " to " + OURS.newest
                    + ", got " + oldest + " to " + newest);
        }
    }

    private static int checksum(byte[] beginning) {
        CRC32C checksum = new CRC32C();
        checksum.update(beginning, 0, CHECKSUM_AT);
        return (int) checksum.getValue();
    }
}
