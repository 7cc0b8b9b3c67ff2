package dev.caraway.codecs.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RasterTest {

    @Test
    void rowsOfABottomUpRasterCountFromThePicturesTop() {
        Raster raster = new Raster(new byte[100], 10, 20, 4, 3, PixelFormat.XRGB32, LineOrder.BOTTOM_UP);

        assertThat(raster.rowOffset(0)).isEqualTo(50);
        assertThat(raster.rowOffset(2)).isEqualTo(10);
        assertThat(raster.pixelOffset(3, 1)).isEqualTo(42);
        assertThat(raster.rowBytes()).isEqualTo(16);
        assertThat(raster.isContiguous()).isFalse();
    }

    @Test
    void theLastRowNeedsNoGap() {
        Raster raster = new Raster(new byte[46], 10, 20, 4, 2, PixelFormat.XRGB32, LineOrder.TOP_DOWN);

        assertThat(raster.rowOffset(1)).isEqualTo(30);
        assertThatThrownBy(() -> new Raster(new byte[45], 10, 20, 4, 2, PixelFormat.XRGB32, LineOrder.TOP_DOWN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("raster 10..46: expected inside 0..45");
    }

    @Test
    void aSizeThatOverflowsAnIntIsRefused() {
        assertThatThrownBy(
                        () -> new Raster(new byte[64], 0, 1 << 30, 1 << 28, 9, PixelFormat.XRGB32, LineOrder.TOP_DOWN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Raster(new byte[64], 0, 4, 0x4000_0001, 1, PixelFormat.XRGB32, LineOrder.TOP_DOWN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Raster.allocate(PixelFormat.XRGB32, 1 << 15, 1 << 15))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEmptyRasterIsRefused() {
        assertThatThrownBy(() -> new Raster(new byte[4], 0, 4, 0, 1, PixelFormat.XRGB32, LineOrder.TOP_DOWN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Raster(new byte[4], 0, 4, 1, 0, PixelFormat.XRGB32, LineOrder.TOP_DOWN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Raster(new byte[4], -1, 4, 1, 1, PixelFormat.A8, LineOrder.TOP_DOWN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPartSeesTheSamePixelsInBothLineOrders() {
        for (LineOrder lineOrder : LineOrder.values()) {
            Raster whole = Rasters.generate(Rasters.Look.NOISE, PixelFormat.RGB24, 13, 9, 5, lineOrder, 1);
            Raster part = whole.part(4, 2, 6, 5);

            assertThat(part.pixels()).isSameAs(whole.pixels());
            for (int y = 0; y < 5; y++) {
                assertThat(part.rowOffset(y)).isEqualTo(whole.pixelOffset(4, y + 2));
            }
        }
    }

    @Test
    void aPartBeginsOnAByte() {
        Raster raster = Raster.allocate(PixelFormat.PALETTE4_BE, 7, 3);

        assertThat(raster.part(2, 1, 5, 2).rowOffset(0)).isEqualTo(5);
        assertThatThrownBy(() -> raster.part(1, 1, 5, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPartOutsideIsRefused() {
        Raster raster = Raster.allocate(PixelFormat.A8, 7, 3);

        assertThatThrownBy(() -> raster.part(3, 0, 5, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> raster.part(0, 1, 1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> raster.part(-1, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> raster.part(1, 0, Integer.MAX_VALUE, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> raster.part(1, 0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
