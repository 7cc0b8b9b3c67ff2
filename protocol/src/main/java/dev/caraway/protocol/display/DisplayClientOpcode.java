package dev.caraway.protocol.display;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.Opcode;
import dev.caraway.protocol.OpcodeTable;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import java.util.function.Function;

/** The messages of {@link DisplayClientMessage}, one row each, with the largest body of each. */
public enum DisplayClientOpcode implements Opcode<DisplayClientMessage> {
    INIT(101, DisplayInit.class, Limits.DISPLAY_INIT_BYTES, DisplayInit::decode),
    STREAM_REPORT(102, StreamReport.class, Limits.STREAM_REPORT_BYTES, StreamReport::decode),
    PREFERRED_COMPRESSION(
            103, PreferredCompression.class, Limits.PREFERRED_COMPRESSION_BYTES, PreferredCompression::decode),
    GL_DRAW_DONE(104, GlDrawDone.class, 0, in -> new GlDrawDone()),
    PREFERRED_VIDEO_CODEC_TYPE(
            105,
            PreferredVideoCodecType.class,
            Limits.PREFERRED_VIDEO_CODEC_TYPE_BYTES,
            PreferredVideoCodecType::decode);

    private static final OpcodeTable<DisplayClientMessage> TABLE = new OpcodeTable<>("SPICE_MSGC_DISPLAY_", values());

    private final int number;
    private final Class<? extends DisplayClientMessage> message;
    private final int maxBodyBytes;
    private final Function<SpiceReader, ? extends DisplayClientMessage> decoder;

    DisplayClientOpcode(
            int number,
            Class<? extends DisplayClientMessage> message,
            int maxBodyBytes,
            Function<SpiceReader, ? extends DisplayClientMessage> decoder) {
        this.number = number;
        this.message = message;
        this.maxBodyBytes = maxBodyBytes;
        this.decoder = decoder;
    }

    /** Whether this family has a message with this number. */
    public static boolean has(int opcode) {
        return TABLE.has(opcode);
    }

    /** The greatest body a message of this number may have; {@code WireException} when there is none. */
    public static int maxBodyBytes(int opcode) {
        return TABLE.row(opcode).maxBodyBytes();
    }

    /** The message with this number and body; {@code WireException} when there is no such message. */
    public static DisplayClientMessage decode(int opcode, Bytes body) {
        return TABLE.decode(opcode, body);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Class<? extends DisplayClientMessage> message() {
        return message;
    }

    @Override
    public int maxBodyBytes() {
        return maxBodyBytes;
    }

    @Override
    public Function<SpiceReader, ? extends DisplayClientMessage> decoder() {
        return decoder;
    }
}
