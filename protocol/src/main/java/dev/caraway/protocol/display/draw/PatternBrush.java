package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.function.UnaryOperator;

/**
 * An image repeated in both directions.
 *
 * @param position where on the surface a repetition begins
 */
public record PatternBrush(Image image, Point position) implements Brush {

    static final int TYPE = 2;

    static PatternBrush decodePattern(SpiceReader in) {
        Image image = in.requiredPointer("pat", Image::decode);
        Point position = Point.decode(in);
        return new PatternBrush(image, position);
    }

    @Override
    public PatternBrush withImages(UnaryOperator<Image> replace) {
        return new PatternBrush(replace.apply(image), position);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(TYPE);
        out.pointer(image);
        position.encode(out);
    }
}
