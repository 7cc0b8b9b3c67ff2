package dev.caraway.protocol.display.stream;

import dev.caraway.protocol.Opcode;
import dev.caraway.protocol.OpcodeTable;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import java.util.function.Function;

/** The messages of {@link StreamMessage}, one row each. */
public enum StreamOpcode implements Opcode<StreamMessage> {
    STREAM_CREATE(122, StreamCreate.class, StreamCreate::decode),
    STREAM_DATA(123, StreamData.class, StreamData::decode),
    STREAM_CLIP(124, StreamClip.class, StreamClip::decode),
    STREAM_DESTROY(125, StreamDestroy.class, StreamDestroy::decode),
    STREAM_DESTROY_ALL(126, StreamDestroyAll.class, in -> new StreamDestroyAll()),
    STREAM_DATA_SIZED(316, StreamDataSized.class, StreamDataSized::decode),
    STREAM_ACTIVATE_REPORT(319, StreamActivateReport.class, StreamActivateReport::decode);

    private static final OpcodeTable<StreamMessage> TABLE = new OpcodeTable<>("SPICE_MSG_DISPLAY_", values());

    private final int number;
    private final Class<? extends StreamMessage> message;
    private final Function<SpiceReader, ? extends StreamMessage> decoder;

    StreamOpcode(
            int number,
            Class<? extends StreamMessage> message,
            Function<SpiceReader, ? extends StreamMessage> decoder) {
        this.number = number;
        this.message = message;
        this.decoder = decoder;
    }

    /** Whether this family has a message with this number. */
    public static boolean has(int opcode) {
        return TABLE.has(opcode);
    }

    /** The message with this number and body; {@code WireException} when there is no such message. */
    public static StreamMessage decode(int opcode, Bytes body) {
        return TABLE.decode(opcode, body);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Class<? extends StreamMessage> message() {
        return message;
    }

    @Override
    public Function<SpiceReader, ? extends StreamMessage> decoder() {
        return decoder;
    }
}
