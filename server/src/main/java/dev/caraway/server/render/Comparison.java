package dev.caraway.server.render;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.SurfaceData;
import java.util.Optional;
import java.util.function.IntFunction;

/** Whether what is drawn is there already. */
final class Comparison implements RowPainter {

    private final Raster target;
    private final RowSource source;
    private final int bits;
    private final int[] drawn;
    private boolean isDifferent;

    private Comparison(Raster target, RowSource source, int maxCount) {
        this.target = target;
        this.source = source;
        this.bits = target.format() == PixelFormat.RGBA32 ? -1 : ~Words.ALPHA;
        this.drawn = new int[maxCount];
    }

    /** Whether an operation changes a pixel; true for those that it takes drawing to find out. */
    static boolean wouldChange(DrawMessage drawable, Raster target, IntFunction<Raster> surfaces) {
        Rect box = drawable.base().box();
        RowSource source;
        if (drawable instanceof DrawCopy copy && isPlain(copy)) {
            Optional<SourceImage> image = comparable(copy.source(), target, surfaces);
            if (image.isEmpty()) {
                return true;
            }
            int dx = copy.sourceArea().left() - box.left();
            int dy = copy.sourceArea().top() - box.top();
            source = new OffsetSource(image.get(), dx, dy, false);
        } else if (drawable instanceof DrawFill fill
                && fill.brush() instanceof SolidBrush brush
                && fill.mask().bitmap() == null
                && RasterOperation.ofBrush(fill.ropDescriptor()).isPut()) {
            source = RowSource.ofColor((int) brush.color());
        } else {
            return true;
        }
        Rect bounds = new Rect(0, 0, target.width(), target.height());
        Coverage coverage =
                Coverage.of(box.intersection(bounds), drawable.base().clip());
        Comparison comparison = new Comparison(target, source, coverage.bounds().width());
        coverage.paint(comparison);
        return comparison.isDifferent;
    }

    private static boolean isPlain(DrawCopy copy) {
        return copy.mask().bitmap() == null
                && copy.sourceArea().width() == copy.base().box().width()
                && copy.sourceArea().height() == copy.base().box().height()
                && RasterOperation.ofSource(copy.ropDescriptor()).isPut();
    }

    /** What a copy takes its pixels from, where that can be compared without regard to alpha. */
    private static Optional<SourceImage> comparable(Image image, Raster target, IntFunction<Raster> surfaces) {
        if (image.data() instanceof BitmapData bitmap) {
            return Optional.of(SourceImage.ofBitmap(image, bitmap));
        }
        if (image.data() instanceof SurfaceData surface && target.format() == PixelFormat.XRGB32) {
            return Optional.of(SourceImage.ofSurface(surfaces.apply(surface.surfaceId()), false));
        }
        return Optional.empty();
    }

    @Override
    public void paint(int y, int left, int right) {
        if (isDifferent) {
            return;
        }
        source.read(y, left, right, drawn);
        int at = target.pixelOffset(left, y);
        for (int i = 0; i < right - left && !isDifferent; i++) {
            isDifferent = ((drawn[i] ^ Words.get(target.pixels(), at + i * Words.BYTES)) & bits) != 0;
        }
    }
}
