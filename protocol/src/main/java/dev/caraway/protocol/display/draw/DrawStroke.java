package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.geometry.Path;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * SPICE_MSG_DISPLAY_DRAW_STROKE: a pen follows a path.
 *
 * @param foreMode constants of {@link RopDescriptor} for what the pen draws
 * @param backMode constants of {@link RopDescriptor} for the gaps of a styled line
 */
public record DrawStroke(DrawBase base, Path path, LineAttributes attributes, Brush brush, int foreMode, int backMode)
        implements DrawMessage {

    public DrawStroke {
        FieldRange.u16("fore mode", foreMode);
        FieldRange.u16("back mode", backMode);
    }

    static DrawStroke decode(SpiceReader in) {
        DrawBase base = DrawBase.decode(in);
        Path path = in.requiredPointer("path", Path::decode);
        LineAttributes attributes = LineAttributes.decode(in);
        Brush brush = Brush.decode(in);
        int foreMode = in.u16("fore_mode");
        int backMode = in.u16("back_mode");
        return new DrawStroke(base, path, attributes, brush, foreMode, backMode);
    }

    @Override
    public int opcode() {
        return DrawOpcode.DRAW_STROKE.number();
    }

    @Override
    public List<Image> images() {
        return Images.present(brush.image());
    }

    @Override
    public DrawStroke withImages(UnaryOperator<Image> replace) {
        return new DrawStroke(base, path, attributes, brush.withImages(replace), foreMode, backMode);
    }

    @Override
    public void encode(SpiceWriter out) {
        base.encode(out);
        out.pointer(path);
        attributes.encode(out);
        brush.encode(out);
        out.u16(foreMode);
        out.u16(backMode);
    }
}
