package dev.caraway.codecs.glz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.codecs.lz.LzImageType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowImagesTest {

    private record Image(long id, int start, int units) {}

    /** Positions wrap around at 2^32, and their sign changes at 2^31. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, -100_000, Integer.MAX_VALUE - 100_000, Integer.MAX_VALUE})
    void everyPositionOfTheWindowIsFoundInItsImage(int firstPosition) {
        for (long firstId : new long[] {0, 77, 0xffff_ff00L, 1L << 40}) {
            WindowImages images = new WindowImages(firstId, firstPosition);
            Deque<Image> model = new ArrayDeque<>();
            Random random = new Random(firstPosition + firstId);
            for (int i = 0; i < 2_000; i++) {
                int units = random.nextInt(3) == 0 ? random.nextInt(2_000) : random.nextInt(50);
                int start = images.tail();
                long id = images.add(LzImageType.RGB24, 5);
                images.extend(units / 2);
                images.extend(units - units / 2);
                model.add(new Image(id, start, units));
                while (model.size() > 1 && random.nextInt(100) < (i < 1_000 ? 40 : 60)) {
                    images.dropHead();
                    model.remove();
                }
                assertThat(images.headId()).isEqualTo(model.getFirst().id);
                assertThat(images.count()).isEqualTo(model.size());
                assertThat(images.pixelSum()).isEqualTo(5L * model.size());
                if (i % 20 == 0) {
                    assertFound(images, model);
                }
            }
        }
    }

    private static void assertFound(WindowImages images, Deque<Image> model) {
        for (Image image : model) {
            for (int offset = 0; offset < image.units; offset += 1 + image.units / 8) {
                assertThat(images.holding(image.start + offset)).isEqualTo(image.id);
            }
            if (image.units > 0) {
                assertThat(images.holding(image.start + image.units - 1)).isEqualTo(image.id);
            }
        }
    }
}
