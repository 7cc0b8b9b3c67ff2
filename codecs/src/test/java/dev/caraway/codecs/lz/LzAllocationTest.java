package dev.caraway.codecs.lz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.codecs.pixel.Allocation;
import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Rasters.Look;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LzAllocationTest {

    private final LzEncoder encoder = new LzEncoder();
    private final byte[] out = new byte[400_000];

    @ParameterizedTest
    @EnumSource(PixelFormat.class)
    void compressingAllocatesNothing(PixelFormat format) {
        for (Look look : Look.values()) {
            Raster raster = Rasters.generate(look, format, 300, 200, 5, LineOrder.BOTTOM_UP, 1);
            assertThat(Allocation.inSteadyState(() -> encoder.compress(raster, out, 0)))
                    .isZero();
        }
    }

    @Test
    void compressingAlphaAllocatesNothing() {
        Raster raster = Rasters.generate(Look.TEXT, PixelFormat.RGBA32, 300, 200, 5, LineOrder.TOP_DOWN, 1);
        assertThat(Allocation.inSteadyState(() -> encoder.compressAlpha(raster, out, 0)))
                .isZero();
    }

    @Test
    void anOutputThatIsTooSmallAllocatesNothing() {
        Raster raster = Rasters.generate(Look.NOISE, PixelFormat.XRGB32, 300, 200, 5, LineOrder.TOP_DOWN, 1);
        assertThat(Allocation.inSteadyState(() -> encoder.compress(raster, new byte[0], 0)))
                .isPositive();
        byte[] small = new byte[1000];
        assertThat(Allocation.inSteadyState(() -> encoder.compress(raster, small, 0)))
                .isZero();
    }
}
