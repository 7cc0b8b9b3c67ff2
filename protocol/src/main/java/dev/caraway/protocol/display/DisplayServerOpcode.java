package dev.caraway.protocol.display;

import dev.caraway.protocol.Opcode;
import dev.caraway.protocol.OpcodeTable;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.display.draw.DrawOpcode;
import dev.caraway.protocol.display.stream.StreamOpcode;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import java.util.function.Function;

/** The messages of {@link DisplayServerMessage}, one row each; and the way to decode all that a display server sends. */
public enum DisplayServerOpcode implements Opcode<DisplayServerMessage> {
    MODE(101, Mode.class, Mode::decode),
    MARK(102, Mark.class, in -> new Mark()),
    RESET(103, Reset.class, in -> new Reset()),
    INVAL_LIST(105, InvalList.class, InvalList::decode),
    INVAL_ALL_PIXMAPS(106, InvalAllPixmaps.class, InvalAllPixmaps::decode),
    INVAL_PALETTE(107, InvalPalette.class, InvalPalette::decode),
    INVAL_ALL_PALETTES(108, InvalAllPalettes.class, in -> new InvalAllPalettes()),
    SURFACE_CREATE(314, SurfaceCreate.class, SurfaceCreate::decode),
    SURFACE_DESTROY(315, SurfaceDestroy.class, SurfaceDestroy::decode),
    MONITORS_CONFIG(317, MonitorsConfig.class, MonitorsConfig::decode),
    GL_SCANOUT_UNIX(320, GlScanoutUnix.class, GlScanoutUnix::decode),
    GL_DRAW(321, GlDraw.class, GlDraw::decode),
    QUALITY_INDICATOR(322, QualityIndicator.class, QualityIndicator::decode);

    private static final OpcodeTable<DisplayServerMessage> TABLE = new OpcodeTable<>("SPICE_MSG_DISPLAY_", values());

    private final int number;
    private final Class<? extends DisplayServerMessage> message;
    private final Function<SpiceReader, ? extends DisplayServerMessage> decoder;

    DisplayServerOpcode(
            int number,
            Class<? extends DisplayServerMessage> message,
            Function<SpiceReader, ? extends DisplayServerMessage> decoder) {
        this.number = number;
        this.message = message;
        this.decoder = decoder;
    }

    /** Whether a display channel's server has a message with this number, those of drawing and streams included. */
    public static boolean has(int opcode) {
        return TABLE.has(opcode) || DrawOpcode.has(opcode) || StreamOpcode.has(opcode);
    }

    /**
     * Any message that a display channel's server sends, those of drawing and streams included; {@code WireException}
     * when there is no such message.
     */
    public static ServerMessage decode(int opcode, Bytes body) {
        if (DrawOpcode.has(opcode)) {
            return DrawOpcode.decode(opcode, body);
        }
        if (StreamOpcode.has(opcode)) {
            return StreamOpcode.decode(opcode, body);
        }
        return TABLE.decode(opcode, body);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Class<? extends DisplayServerMessage> message() {
        return message;
    }

    @Override
    public Function<SpiceReader, ? extends DisplayServerMessage> decoder() {
        return decoder;
    }
}
