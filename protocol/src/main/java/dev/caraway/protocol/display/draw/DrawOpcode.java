package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.Opcode;
import dev.caraway.protocol.OpcodeTable;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import java.util.function.Function;

/** The messages of {@link DrawMessage}, one row each. */
public enum DrawOpcode implements Opcode<DrawMessage> {
    COPY_BITS(104, CopyBits.class, CopyBits::decode),
    DRAW_FILL(302, DrawFill.class, DrawFill::decode),
    DRAW_OPAQUE(303, DrawOpaque.class, DrawOpaque::decode),
    DRAW_COPY(304, DrawCopy.class, DrawCopy::decode),
    DRAW_BLEND(305, DrawBlend.class, DrawBlend::decode),
    DRAW_BLACKNESS(306, DrawBlackness.class, DrawBlackness::decode),
    DRAW_WHITENESS(307, DrawWhiteness.class, DrawWhiteness::decode),
    DRAW_INVERS(308, DrawInvers.class, DrawInvers::decode),
    DRAW_ROP3(309, DrawRop3.class, DrawRop3::decode),
    DRAW_STROKE(310, DrawStroke.class, DrawStroke::decode),
    DRAW_TEXT(311, DrawText.class, DrawText::decode),
    DRAW_TRANSPARENT(312, DrawTransparent.class, DrawTransparent::decode),
    DRAW_ALPHA_BLEND(313, DrawAlphaBlend.class, DrawAlphaBlend::decode),
    DRAW_COMPOSITE(318, DrawComposite.class, DrawComposite::decode);

    private static final OpcodeTable<DrawMessage> TABLE = new OpcodeTable<>("SPICE_MSG_DISPLAY_", values());

    private final int number;
    private final Class<? extends DrawMessage> message;
    private final Function<SpiceReader, ? extends DrawMessage> decoder;

    DrawOpcode(int number, Class<? extends DrawMessage> message, Function<SpiceReader, ? extends DrawMessage> decoder) {
        this.number = number;
        this.message = message;
        this.decoder = decoder;
    }

    /** Whether this family has a message with this number. */
    public static boolean has(int opcode) {
        return TABLE.has(opcode);
    }

    /** The message with this number and body; {@code WireException} when there is no such message. */
    public static DrawMessage decode(int opcode, Bytes body) {
        return TABLE.decode(opcode, body);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Class<? extends DrawMessage> message() {
        return message;
    }

    @Override
    public Function<SpiceReader, ? extends DrawMessage> decoder() {
        return decoder;
    }
}
