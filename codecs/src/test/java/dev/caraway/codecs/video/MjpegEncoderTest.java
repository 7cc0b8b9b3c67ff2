package dev.caraway.codecs.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.codecs.jpeg.JpegEncoder;
import dev.caraway.codecs.jpeg.JpegSampling;
import dev.caraway.codecs.jpeg.Pictures;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MjpegEncoderTest {

    private final byte[] out = new byte[1_000_000];

    @Test
    void aFrameAloneIsAJpeg() {
        Raster frame = frame(200, 120, 1);
        byte[] expected = new byte[100_000];
        int expectedLength = new JpegEncoder().compress(frame, 60, JpegSampling.FOUR_TWO_ZERO, expected, 0);

        int length = new MjpegEncoder(2).compress(frame, 60, out, 5);

        assertThat(Arrays.copyOfRange(out, 5, 5 + length)).isEqualTo(Arrays.copyOf(expected, expectedLength));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 100})
    void framesOfAnySizeAndQualityAreTheSamePicturesWithHelpers(int strips) {
        MjpegEncoder encoder = new MjpegEncoder(strips);
        ExecutorService helpers = Executors.newFixedThreadPool(3);
        try {
            int[][] frames = {{320, 240, 80}, {320, 240, 20}, {17, 33, 50}, {1, 1, 90}, {640, 100, 60}, {320, 240, 80}};
            for (int[] size : frames) {
                Raster frame = frame(size[0], size[1], size[2]);
                int alone = encoder.compress(frame, size[2], out, 0);
                int[][] picture = Pictures.decode(out, 0, alone);

                int length = encoder.compress(frame, size[2], out, 7, helpers);

                assertThat(Pictures.decode(out, 7, length)).isDeepEqualTo(picture);
            }
        } finally {
            helpers.shutdownNow();
        }
    }

    /** Whoever helps, and when, the bytes are the same. */
    @Test
    void helpersThatNeverComeOrComeLateChangeNothing() {
        MjpegEncoder encoder = new MjpegEncoder(4);
        Raster frame = frame(300, 200, 1);
        List<Runnable> late = new ArrayList<>();
        int length = encoder.compress(frame, 70, out, 0, late::add);
        byte[] expected = Arrays.copyOf(out, length);
        assertThat(late).hasSize(3);

        assertThat(compress(encoder, frame, Runnable::run)).isEqualTo(expected);

        // A helper of the first frame that starts now must not write into the buffers of the next.
        Raster other = frame(300, 200, 2);
        byte[] otherExpected = compress(encoder, other, task -> {});
        byte[] whileLateHelpersRun = compress(encoder, other, task -> late.forEach(Runnable::run));
        assertThat(whileLateHelpersRun).isEqualTo(otherExpected).isNotEqualTo(expected);
    }

    @Test
    void aFrameThatDoesNotFitIsAnAnswer() {
        MjpegEncoder encoder = new MjpegEncoder(3);
        Raster frame = frame(200, 120, 1);
        int needed = encoder.compress(frame, 90, out, 0, Runnable::run);

        assertThat(encoder.compress(frame, 90, new byte[needed], 0, Runnable::run))
                .isEqualTo(needed);
        for (int room : new int[] {0, 100, needed / 2, needed - 1}) {
            assertThat(encoder.compress(frame, 90, new byte[room], 0, Runnable::run))
                    .isEqualTo(MjpegEncoder.DOES_NOT_FIT);
        }
    }

    /** A strip of noise at quality 100 is larger than its buffer is at first. */
    @Test
    void aLargeFrameFindsRoom() {
        MjpegEncoder encoder = new MjpegEncoder(2);
        Raster frame = Rasters.generate(Look.NOISE, PixelFormat.XRGB32, 400, 400, 0, LineOrder.TOP_DOWN, 1);
        int alone = encoder.compress(frame, 100, out, 0);
        int[][] picture = Pictures.decode(out, 0, alone);
        int length = encoder.compress(frame, 100, out, 0, Runnable::run);

        assertThat(length).isGreaterThan(200_000).isLessThanOrEqualTo((int) MjpegEncoder.maxCompressedBytes(400, 400));
        assertThat(Pictures.decode(out, 0, length)).isDeepEqualTo(picture);
    }

    @Test
    void anExecutorThatRefusesLeavesTheWorkToTheCaller() {
        MjpegEncoder encoder = new MjpegEncoder(2);
        Raster frame = frame(200, 120, 1);
        byte[] expected = compress(encoder, frame, Runnable::run);

        assertThat(compress(encoder, frame, task -> {
                    throw new RejectedExecutionException("closed");
                }))
                .isEqualTo(expected);
    }

    @Test
    void aFrameThatNoJpegHoldsIsRefusedByWhicheverThread() {
        Raster palette = Raster.allocate(PixelFormat.PALETTE8, 64, 64);
        MjpegEncoder encoder = new MjpegEncoder(2);
        assertThatThrownBy(() -> encoder.compress(palette, 80, out, 0, task -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        // The helper has taken every strip before the caller begins.
        assertThatThrownBy(() -> encoder.compress(palette, 80, out, 0, MjpegEncoderTest::runElsewhere))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MjpegEncoder(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void runElsewhere(Runnable task) {
        Thread helper = new Thread(task);
        helper.start();
        try {
            helper.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] compress(MjpegEncoder encoder, Raster frame, Executor helpers) {
        int length = encoder.compress(frame, 70, out, 0, helpers);
        return Arrays.copyOf(out, length);
    }

    private static Raster frame(int width, int height, long seed) {
        return Rasters.generate(Look.TEXT, PixelFormat.XRGB32, width, height, 4, LineOrder.TOP_DOWN, seed);
    }
}
