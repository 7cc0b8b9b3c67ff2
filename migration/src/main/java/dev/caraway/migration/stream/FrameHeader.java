package dev.caraway.migration.stream;

import dev.caraway.protocol.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** The sixteen bytes before each payload: u32 length, u16 type, u16 flags, u32 sequence number, u32 checksum. */
final class FrameHeader {

    static final int BYTES = 16;

    /** The checksum is of what lies before it and of what lies behind it. */
    private static final int CHECKSUM_AT = 12;

    private FrameHeader() {}

    /** A whole frame. */
    static byte[] frame(FrameType type, int sequence, Bytes payload) {
        byte[] frame = new byte[BYTES + payload.length()];
        payload.copyTo(frame, BYTES);
        ByteBuffer header = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(payload.length());
        header.putShort((short) type.number());
        header.putShort((short) 0);
        header.putInt(sequence);
        header.putInt(checksum(frame, frame.length));
        return frame;
    }

    /** The kind of frame that begins so, whose payload may be as long as it says. */
    static FrameType type(byte[] frame, Class<? extends StreamFrame> direction, int sequence) {
        ByteBuffer header = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        long length = Integer.toUnsignedLong(header.getInt());
        int number = Short.toUnsignedInt(header.getShort());
        int flags = Short.toUnsignedInt(header.getShort());
        int got = header.getInt();
        FrameType type = FrameType.ofNumber(number)
                .filter(known -> known.goes(direction))
                .orElseThrow(() ->
                        new StreamException("frame " + number + ": expected a kind of " + direction.getSimpleName()));
        if (length > type.maxBytes()) {
            throw new StreamException(type + ": expected at most " + type.maxBytes() + " bytes, got " + length);
        }
        if (flags != 0) {
            throw new StreamException(type + " flags: expected 0, got " + flags);
        }
        if (got != sequence) {
            throw new StreamException(type + " sequence number: expected " + Integer.toUnsignedString(sequence)
                    + ", got " + Integer.toUnsignedString(got));
        }
        return type;
    }

    /** The bytes of the whole frame that begins so. */
    static int frameBytes(byte[] frame) {
        return BYTES + ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    static void verifyChecksum(FrameType type, byte[] frame, int frameBytes) {
        int said = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).getInt(CHECKSUM_AT);
        int is = checksum(frame, frameBytes);
        if (said != is) {
            throw new StreamException(
                    type + " checksum: expected " + Integer.toHexString(is) + ", got " + Integer.toHexString(said));
        }
    }

    private static int checksum(byte[] frame, int frameBytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(frame, 0, CHECKSUM_AT);
        checksum.update(frame, BYTES, frameBytes - BYTES);
        return (int) checksum.getValue();
    }
}
