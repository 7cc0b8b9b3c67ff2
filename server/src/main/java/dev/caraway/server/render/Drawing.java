package dev.caraway.server.render;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.draw.Brush;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawAlphaBlend;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.DrawOpaque;
import dev.caraway.protocol.display.draw.DrawRop3;
import dev.caraway.protocol.display.draw.DrawText;
import dev.caraway.protocol.display.draw.DrawTransparent;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.PatternBrush;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.SurfaceData;
import java.util.function.IntFunction;

/** One operation on its target: which pixels, from what, and how. */
final class Drawing {

    private final Raster target;
    private final IntFunction<Raster> surfaces;
    private final Rect box;
    private final Coverage coverage;

    Drawing(DrawMessage drawable, Raster target, IntFunction<Raster> surfaces) {
        this.target = target;
        this.surfaces = surfaces;
        DrawBase base = drawable.base();
        this.box = base.box();
        Rect bounds = new Rect(0, 0, target.width(), target.height());
        this.coverage = Coverage.of(box.intersection(bounds), base.clip());
    }

    Raster target() {
        return target;
    }

    Rect box() {
        return box;
    }

    Coverage coverage() {
        return coverage;
    }

    boolean targetHasAlpha() {
        return target.format() == PixelFormat.RGBA32;
    }

    /** Gives every pixel one operation with one colour. */
    void fill(Mask mask, int color, RasterOperation operation) {
        masked(mask).paint(Painters.fill(target, color, operation));
    }

    void fill(Mask mask, Brush brush, RasterOperation operation) {
        paint(masked(mask), brush, operation);
    }

    void copy(Mask mask, Image source, Rect area, ScaleMode scaleMode, RasterOperation operation) {
        copy(masked(mask), source, area, scaleMode, operation);
    }

    void opaque(DrawOpaque opaque) {
        Coverage pixels = masked(opaque.mask());
        // The brush may be the target's own pixels, as they were before.
        RowPainter brush = painter(opaque.brush(), RasterOperation.ofBrushOnSource(opaque.ropDescriptor()));
        copy(pixels, opaque.source(), opaque.sourceArea(), opaque.scaleMode(), RasterOperation.PUT);
        pixels.paint(brush);
    }

    void move(CopyBits move) {
        int dx = move.sourcePosition().x() - box.left();
        int dy = move.sourcePosition().y() - box.top();
        Rect readable = new Rect(0, 0, target.width(), target.height()).translated(-dx, -dy);
        SourceImage image = SourceImage.ofSurface(target, targetHasAlpha());
        copy(coverage.inside(readable), image, dx, dy, RasterOperation.PUT);
    }

    void rop3(DrawRop3 operation) {
        Coverage pixels = masked(operation.mask());
        SourceImage image = image(operation.source());
        Rect area = operation.sourceArea();
        RowSource source = isScaled(area)
                ? Scaling.ofRop3(image, area, box, operation.scaleMode())
                : new OffsetSource(image, area.left() - box.left(), area.top() - box.top(), false);
        RowSource brush = source(operation.brush());
        pixels.paint(Painters.rop3(
                target,
                source,
                brush,
                new Rop3(operation.rop3()),
                pixels.bounds().width()));
    }

    void transparent(DrawTransparent operation) {
        SourceImage image = image(operation.source());
        RowSource source = source(image, operation.sourceArea(), ScaleMode.NEAREST, false);
        int color = (int) operation.trueColor();
        coverage.paint(
                Painters.drawExcept(target, source, color, coverage.bounds().width()));
    }

    void alphaBlend(DrawAlphaBlend blend) {
        if (blend.alpha() == 0) {
            return;
        }
        boolean sourceHasAlpha = (blend.flags() & DrawAlphaBlend.SRC_SURFACE_HAS_ALPHA) != 0;
        boolean destHasAlpha = targetHasAlpha() || (blend.flags() & DrawAlphaBlend.DEST_HAS_ALPHA) != 0;
        SourceImage image = originalImage(blend.source(), sourceHasAlpha);
        RowSource source = source(image, blend.sourceArea(), ScaleMode.NEAREST, true);
        RowSource mask = RowSource.ofColor(UnitBytes.everywhere(blend.alpha()));
        Blend over = CompositeOperator.OVER.blend();
        coverage.paint(over.painter(
                target, destHasAlpha, source, mask, coverage.bounds().width()));
    }

    void text(DrawText text) {
        paint(coverage.inside(text.backArea()), text.backBrush(), RasterOperation.PUT);
        Rect bounds = GlyphMask.bounds(text.string());
        Coverage pixels = coverage.inside(bounds);
        if (pixels.isEmpty()) {
            return;
        }
        RowSource source;
        if (text.foreBrush() instanceof SolidBrush solid) {
            source = RowSource.ofColor((int) solid.color() | Words.ALPHA);
        } else if (text.foreBrush() instanceof PatternBrush pattern) {
            // Here the pattern begins at the string, not at the surface.
            int x = bounds.left() + pattern.position().x();
            int y = bounds.top() + pattern.position().y();
            source = new TileSource(image(pattern.image()), x, y, true);
        } else {
            return;
        }
        RowSource mask = new GlyphMask(text.string(), pixels.bounds());
        Blend over = CompositeOperator.OVER.blend();
        pixels.paint(over.painter(
                target, targetHasAlpha(), source, mask, pixels.bounds().width()));
    }

    /** An image as the canvas takes it; the target's own pixels as they are now. */
    SourceImage image(Image image) {
        if (image.data() instanceof SurfaceData surface) {
            Raster raster = surfaces.apply(surface.surfaceId());
            return ownPixelsKept(SourceImage.ofSurface(raster, raster.format() == PixelFormat.RGBA32));
        }
        return SourceImage.ofBitmap(image, (BitmapData) image.data());
    }

    /** How a brush paints on the target. */
    RowPainter painter(Brush brush, RasterOperation operation) {
        if (brush instanceof PatternBrush) {
            return Painters.draw(
                    target, source(brush), operation, coverage.bounds().width());
        }
        return Painters.fill(target, color(brush), operation);
    }

    private SourceImage originalImage(Image image, boolean surfaceHasAlpha) {
        if (image.data() instanceof SurfaceData surface) {
            Raster raster = surfaces.apply(surface.surfaceId());
            boolean hasAlpha = surfaceHasAlpha || raster.format() == PixelFormat.RGBA32;
            return ownPixelsKept(SourceImage.ofSurface(raster, hasAlpha));
        }
        return SourceImage.ofOriginal(image, (BitmapData) image.data(), targetHasAlpha());
    }

    private SourceImage ownPixelsKept(SourceImage image) {
        return isTarget(image) ? image.copy(image.bounds()) : image;
    }

    private boolean isTarget(SourceImage image) {
        return image.raster().pixels() == target.pixels();
    }

    private Coverage masked(Mask mask) {
        Image bitmap = mask.bitmap();
        if (bitmap == null) {
            return coverage;
        }
        Raster bits = PixelFormats.raster((BitmapData) bitmap.data());
        boolean isInverse = (mask.flags() & Mask.INVERS) != 0;
        int dx = mask.position().x() - box.left();
        int dy = mask.position().y() - box.top();
        return coverage.masked(new MaskBits(bits, isInverse, dx, dy));
    }

    private void paint(Coverage pixels, Brush brush, RasterOperation operation) {
        if (!pixels.isEmpty()) {
            pixels.paint(painter(brush, operation));
        }
    }

    private RowSource source(Brush brush) {
        return brush instanceof PatternBrush pattern
                ? new TileSource(
                        image(pattern.image()),
                        pattern.position().x(),
                        pattern.position().y(),
                        false)
                : RowSource.ofColor(color(brush));
    }

    private static int color(Brush brush) {
        return brush instanceof SolidBrush solid ? (int) solid.color() : 0;
    }

    private boolean isScaled(Rect area) {
        return area.width() != box.width() || area.height() != box.height();
    }

    private RowSource source(SourceImage image, Rect area, ScaleMode scaleMode, boolean isOpaque) {
        return isScaled(area)
                ? Scaling.of(image, area, box, scaleMode)
                : new OffsetSource(image, area.left() - box.left(), area.top() - box.top(), isOpaque);
    }

    private void copy(Coverage pixels, Image source, Rect area, ScaleMode scaleMode, RasterOperation operation) {
        if (pixels.isEmpty()) {
            return;
        }
        if (isScaled(area)) {
            RowSource scaled = Scaling.of(image(source), area, box, scaleMode);
            pixels.paint(
                    Painters.draw(target, scaled, operation, pixels.bounds().width()));
            return;
        }
        SourceImage image = source.data() instanceof SurfaceData surface
                ? SourceImage.ofSurface(surfaces.apply(surface.surfaceId()), false)
                : SourceImage.ofBitmap(source, (BitmapData) source.data());
        copy(pixels, image, area.left() - box.left(), area.top() - box.top(), operation);
    }

    private void copy(Coverage pixels, SourceImage image, int dx, int dy, RasterOperation operation) {
        Rect bounds = pixels.bounds();
        if (bounds.isEmpty()) {
            return;
        }
        if (isTarget(image) && pixels.isOneRect() && operation.isPut()) {
            moveRows(bounds, dx, dy);
        } else if (isTarget(image)) {
            // One part must not read what another one has drawn.
            Rect read = bounds.translated(dx, dy);
            draw(pixels, image.copy(read), dx - read.left(), dy - read.top(), operation);
        } else {
            draw(pixels, image, dx, dy, operation);
        }
    }

    private void draw(Coverage pixels, SourceImage image, int dx, int dy, RasterOperation operation) {
        if (operation.isPut() && image.isOfWords()) {
            pixels.paint(Painters.copy(target, image.raster(), dx, dy));
        } else {
            RowSource source = new OffsetSource(image, dx, dy, false);
            pixels.paint(
                    Painters.draw(target, source, operation, pixels.bounds().width()));
        }
    }

    /** Rows that overlap are copied from the far end, so that none is overwritten before it was read. */
    private void moveRows(Rect area, int dx, int dy) {
        RowPainter copy = Painters.copy(target, target, dx, dy);
        for (int row = 0; row < area.height(); row++) {
            int y = dy < 0 ? area.bottom() - 1 - row : area.top() + row;
            copy.paint(y, area.left(), area.right());
        }
    }
}
