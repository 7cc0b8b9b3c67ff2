package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One color, 0x00RRGGBB; the highest byte is the alpha of surfaces that have one. */
public record SolidBrush(long color) implements Brush {

    static final int TYPE = 1;

    public SolidBrush {
        FieldRange.u32("color", color);
    }

    static SolidBrush decodeColor(SpiceReader in) {
        long color = in.u32("color");
        return new SolidBrush(color);
    }

    @Override
    public @Nullable Image image() {
        return null;
    }

    @Override
    public SolidBrush withImages(UnaryOperator<Image> replace) {
        return this;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(TYPE);
        out.u32(color);
    }
}
