package dev.caraway.server.surface;

import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Bytes;

/**
 * Pixels that drawing operations change: surface 0 is what clients see, the others are off-screen.
 *
 * <p>Rows lie from top to bottom without gaps, four bytes a pixel: B, G, R and A, or a byte that means nothing.
 */
public final class Surface {

    private static final int BYTES_PER_PIXEL = 4;

    private final int id;
    private final SurfaceFormat format;
    private final Raster raster;

    /** A surface of zeros. {@code format} is {@code XRGB_32} or {@code ARGB_32}. */
    public Surface(int id, int width, int height, SurfaceFormat format) {
        this.id = id;
        this.format = format;
        this.raster = Raster.allocate(pixelFormat(format), width, height);
    }

    /** A surface of pixels that are given away: rows from top to bottom without gaps. */
    public Surface(int id, int width, int height, SurfaceFormat format, byte[] pixels) {
        this.id = id;
        this.format = format;
        this.raster =
                new Raster(pixels, 0, width * BYTES_PER_PIXEL, width, height, pixelFormat(format), LineOrder.TOP_DOWN);
    }

    private static PixelFormat pixelFormat(SurfaceFormat format) {
        return format == SurfaceFormat.ARGB_32 ? PixelFormat.RGBA32 : PixelFormat.XRGB32;
    }

    public int id() {
        return id;
    }

    public SurfaceFormat format() {
        return format;
    }

    public int width() {
        return raster.width();
    }

    public int height() {
        return raster.height();
    }

    /** All of its pixels as a rectangle. */
    public Rect bounds() {
        return new Rect(0, 0, width(), height());
    }

    /** The pixels themselves: to be read and drawn on, on the loop only. */
    public Raster raster() {
        return raster;
    }

    /** A copy of some pixels, rows without gaps, that later drawing does not change. */
    public Bytes copyOf(Rect area) {
        int rowBytes = area.width() * BYTES_PER_PIXEL;
        byte[] copy = new byte[rowBytes * area.height()];
        for (int row = 0; row < area.height(); row++) {
            int from = raster.pixelOffset(area.left(), area.top() + row);
            System.arraycopy(raster.pixels(), from, copy, row * rowBytes, rowBytes);
        }
        return Bytes.wrap(copy);
    }

    /** Replaces all pixels; rows without gaps. */
    public void fill(Bytes pixels) {
        pixels.copyTo(raster.pixels(), raster.offset());
    }
}
