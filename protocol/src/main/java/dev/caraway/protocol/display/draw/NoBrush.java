package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Nothing to fill with. */
public record NoBrush() implements Brush {

    static final int TYPE = 0;

    @Override
    public @Nullable Image image() {
        return null;
    }

    @Override
    public NoBrush withImages(UnaryOperator<Image> replace) {
        return this;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(TYPE);
    }
}
