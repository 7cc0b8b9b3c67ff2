package dev.caraway.protocol.display.draw;

import dev.caraway.protocol.image.Image;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The images of an operation. */
final class Images {

    private Images() {}

    /** Those of {@code images} that are there. */
    static List<Image> present(@Nullable Image... images) {
        return Stream.of(images).filter(Objects::nonNull).toList();
    }
}
