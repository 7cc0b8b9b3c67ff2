package dev.caraway.server.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.geometry.Rect;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FrameFingerprintTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 3", "31, 32", "48, 48", "641, 479"})
    void picturesOfNoiseDiffer(int width, int height) {
        Set<Long> fingerprints = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            Raster raster = Raster.allocate(PixelFormat.XRGB32, width, height);
            new Random(seed).nextBytes(raster.pixels());
            fingerprints.add(FrameFingerprint.of(raster));
        }

        assertThat(fingerprints).hasSize(50);
    }

    @ParameterizedTest
    @EnumSource(names = {"RGB16_555", "RGB24", "XRGB32", "RGBA32"})
    void everyPixelOfASmallPictureCounts(PixelFormat format) {
        Raster raster = Raster.allocate(format, 9, 5);
        Set<Long> fingerprints = new HashSet<>();
        fingerprints.add(FrameFingerprint.of(raster));
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 9; x++) {
                raster.pixels()[raster.pixelOffset(x, y)]++;
                fingerprints.add(FrameFingerprint.of(raster));
            }
        }

        assertThat(fingerprints).hasSize(1 + 9 * 5);
    }

    @Test
    void theSamePictureHasTheSameFingerprintWhateverItsUnusedBytesAre() {
        Raster one = Raster.allocate(PixelFormat.XRGB32, 20, 10);
        new Random(1).nextBytes(one.pixels());
        byte[] wide = new byte[10 * 100 + 13];
        new Random(2).nextBytes(wide);
        for (int y = 0; y < 10; y++) {
            for (int x = 0; x < 20; x++) {
                System.arraycopy(one.pixels(), one.pixelOffset(x, y), wide, 13 + (9 - y) * 100 + 4 * x, 3);
            }
        }
        Raster other = new Raster(wide, 13, 100, 20, 10, PixelFormat.XRGB32, LineOrder.BOTTOM_UP);

        assertThat(FrameFingerprint.of(other)).isEqualTo(FrameFingerprint.of(one));
    }

    @Test
    void contentIsMeasuredOnItsPixels() {
        DrawMessage drawing = Drawings.picture(Rect.ofSize(7, 8, 20, 10), 3);

        assertThat(FrameContent.of(drawing, pixels -> pixels.width() == 20).isGradual())
                .isTrue();
        assertThat(FrameContent.of(drawing, pixels -> false).isGradual()).isFalse();
        assertThat(FrameContent.of(drawing, pixels -> false).fingerprint())
                .isEqualTo(FrameFingerprint.of(Frame.pixels(drawing)));
    }
}
