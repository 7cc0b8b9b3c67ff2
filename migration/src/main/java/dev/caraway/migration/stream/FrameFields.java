package dev.caraway.migration.stream;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;

/** Fields that more than one frame has. */
final class FrameFields {

    static final int CHANNEL_BYTES = 2;

    private FrameFields() {}

    static ChannelId channel(SpiceReader in, String field) {
        int code = in.u8(field);
        int id = in.u8(field);
        return ChannelType.ofCode(code)
                .map(type -> new ChannelId(type, id))
                .orElseThrow(() -> in.violation(field, "expected a known type of channel, got " + code));
    }

    static void encode(SpiceWriter out, ChannelId channel) {
        out.u8(channel.type().code());
        out.u8(channel.id());
    }

    static List<ChannelId> channels(SpiceReader in, String field) {
        return in.list(field, in.u8(field), CHANNEL_BYTES, at -> channel(at, field));
    }

    static void encode(SpiceWriter out, List<ChannelId> channels) {
        out.u8(channels.size());
        channels.forEach(channel -> encode(out, channel));
    }

    /** Text behind a length of one byte. */
    static String name(SpiceReader in, String field) {
        return utf8(in, field, in.u8(field));
    }

    static void encodeName(SpiceWriter out, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        out.u8(bytes.length);
        out.bytes(Bytes.wrap(bytes));
    }

    /** Text to the frame's end. */
    static String reason(SpiceReader in) {
        return utf8(in, "reason", in.remaining());
    }

    static void encodeReason(SpiceWriter out, String reason) {
        out.bytes(Bytes.wrap(reason.getBytes(StandardCharsets.UTF_8)));
    }

    private static String utf8(SpiceReader in, String field, int length) {
        Bytes bytes = in.bytes(field, length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.array(), bytes.offset(), length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw in.violation(field, "expected UTF-8");
        }
    }

    /** The text without what breaks a line of a log, and no longer than {@code maxBytes} as UTF-8. */
    static String line(String text, int maxBytes) {
        StringBuilder line = new StringBuilder();
        int bytes = 0;
        for (int codePoint : text.codePoints().toArray()) {
            boolean isPlain = !Character.isISOControl(codePoint)
                    && Character.getType(codePoint) != Character.SURROGATE
                    && Character.getType(codePoint) != Character.LINE_SEPARATOR
                    && Character.getType(codePoint) != Character.PARAGRAPH_SEPARATOR;
            String character = isPlain ? Character.toString(codePoint) : "?";
            bytes += character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > maxBytes) {
                break;
            }
            line.append(character);
        }
        return line.toString();
    }

    static void requireName(String field, String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > StreamLimits.NAME_BYTES
                || !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException(
                    field + ": expected text of at most " + StreamLimits.NAME_BYTES + " bytes, got " + bytes);
        }
    }

    static void requireSession(int connectionId) {
        if (connectionId == 0) {
            throw new IllegalArgumentException("connection id: expected that of a session, got 0");
        }
    }

    static void requireAtMost(String field, Bytes bytes, int limit) {
        if (bytes.length() > limit) {
            throw new IllegalArgumentException(field + ": expected at most " + limit + " bytes, got " + bytes.length());
        }
    }

    static void requireExactly(String field, Bytes bytes, int length) {
        if (bytes.length() != length) {
            throw new IllegalArgumentException(field + ": expected " + length + " bytes, got " + bytes.length());
        }
    }

    static void requireDistinct(String field, List<?> values, int limit) {
        if (values.size() > limit || new HashSet<>(values).size() != values.size()) {
            throw new IllegalArgumentException(
                    field + ": expected at most " + limit + ", each once, got " + values.size());
        }
    }

    static void requireSurface(int displayId, int surfaceId) {
        FieldRange.u8("display id", displayId);
        FieldRange.atMost("surface id", surfaceId, Limits.SURFACES - 1);
    }

    static void requireSides(int width, int height) {
        FieldRange.atMost("width", width, Limits.SIDE_PIXELS);
        FieldRange.atMost("height", height, Limits.SIDE_PIXELS);
        if (width == 0 || height == 0) {
            throw new IllegalArgumentException("sides: expected pixels, got " + width + " by " + height);
        }
    }

    /** The rectangle is bounded, and so are its pixels. */
    static void requireRectangle(int left, int top, int width, int rows) {
        FieldRange.atMost("left", left, Limits.SIDE_PIXELS);
        FieldRange.atMost("top", top, Limits.SIDE_PIXELS);
        requireSides(width, rows);
        long rawBytes = (long) width * rows * StreamLimits.BYTES_PER_PIXEL;
        FieldRange.atMost("bytes of surface rows", rawBytes, StreamLimits.PIECE_BYTES);
    }

    static void requirePixels(Bytes pixels, RowEncoding encoding, int rawBytes) {
        boolean isLegal = encoding == RowEncoding.RAW ? pixels.length() == rawBytes : pixels.length() < rawBytes;
        if (!isLegal) {
            throw new IllegalArgumentException(
                    "pixels: expected " + rawBytes + " bytes, or fewer deflated, got " + pixels.length());
        }
    }
}
