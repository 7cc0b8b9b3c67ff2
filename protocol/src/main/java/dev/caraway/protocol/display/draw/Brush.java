package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What an area is filled with. */
public sealed interface Brush extends Encodable permits NoBrush, SolidBrush, PatternBrush {

    /** The image that is repeated, if there is one. */
    @Nullable
    Image image();

    /** The same brush with its image replaced, if it has one. */
    Brush withImages(UnaryOperator<Image> replace);

    static Brush decode(SpiceReader in) {
        int type = in.u8("type");
        return switch (type) {
            case NoBrush.TYPE -> new NoBrush();
            case SolidBrush.TYPE -> SolidBrush.decodeColor(in);
            case PatternBrush.TYPE -> PatternBrush.decodePattern(in);
            default -> throw in.violation("type", "expected a brush type 0 to 2, got " + type);
        };
    }
}
