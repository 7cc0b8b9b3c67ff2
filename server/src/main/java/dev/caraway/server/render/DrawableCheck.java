package dev.caraway.server.render;

import dev.caraway.protocol.display.draw.Brush;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawAlphaBlend;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawBlackness;
import dev.caraway.protocol.display.draw.DrawBlend;
import dev.caraway.protocol.display.draw.DrawComposite;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawInvers;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.DrawOpaque;
import dev.caraway.protocol.display.draw.DrawRop3;
import dev.caraway.protocol.display.draw.DrawStroke;
import dev.caraway.protocol.display.draw.DrawText;
import dev.caraway.protocol.display.draw.DrawTransparent;
import dev.caraway.protocol.display.draw.DrawWhiteness;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.NoBrush;
import dev.caraway.protocol.display.draw.PatternBrush;
import dev.caraway.protocol.display.draw.RasterGlyph;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageData;
import dev.caraway.protocol.image.Palette;
import dev.caraway.protocol.image.SurfaceData;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why an operation is not drawn. Much of it is what a client cannot draw either: where spice-common ends the program or
 * reads memory that is not there, a guest must not get through.
 */
final class DrawableCheck {

    private static final Set<BitmapFormat> ONE_BIT = Set.of(BitmapFormat.ONE_BIT_LE, BitmapFormat.ONE_BIT_BE);

    /** What a mask of glyphs may hold: as much as a picture of a full screen wall. */
    private static final long MAX_GLYPH_PIXELS = 1 << 26;

    private static final int MAX_COORDINATE = 1 << 28;

    private DrawableCheck() {}

    static Optional<String> refusal(DrawMessage drawable) {
        if (drawable instanceof DrawCopy copy) {
            return ofSource(copy.base(), copy.source(), copy.sourceArea()).or(() -> ofMask(copy.mask()));
        }
        if (drawable instanceof DrawFill fill) {
            return ofBrush(fill.brush()).or(() -> ofMask(fill.mask()));
        }
        if (drawable instanceof CopyBits) {
            return Optional.empty();
        }
        if (drawable instanceof DrawBlend blend) {
            return ofSource(blend.base(), blend.source(), blend.sourceArea()).or(() -> ofMask(blend.mask()));
        }
        if (drawable instanceof DrawOpaque opaque) {
            return ofSource(opaque.base(), opaque.source(), opaque.sourceArea())
                    .or(() -> ofBrush(opaque.brush()))
                    .or(() -> ofMask(opaque.mask()));
        }
        if (drawable instanceof DrawBlackness blackness) {
            return ofMask(blackness.mask());
        }
        if (drawable instanceof DrawWhiteness whiteness) {
            return ofMask(whiteness.mask());
        }
        if (drawable instanceof DrawInvers invers) {
            return ofMask(invers.mask());
        }
        if (drawable instanceof DrawRop3 rop3) {
            return ofRop3(rop3);
        }
        if (drawable instanceof DrawStroke stroke) {
            return ofOwnBrush(stroke.brush()).or(() -> Stroke.refusal(stroke));
        }
        if (drawable instanceof DrawText text) {
            return ofText(text);
        }
        if (drawable instanceof DrawTransparent transparent) {
            return ofSource(transparent.base(), transparent.source(), transparent.sourceArea());
        }
        if (drawable instanceof DrawAlphaBlend blend) {
            return ofSource(blend.base(), blend.source(), blend.sourceArea());
        }
        if (drawable instanceof DrawComposite composite) {
            return ofComposite(composite);
        }
        throw new AssertionError(drawable + ": expected one of the operations");
    }

    private static Optional<String> ofImage(Image image) {
        ImageData data = image.data();
        if (data instanceof SurfaceData) {
            return Optional.empty();
        }
        if (!(data instanceof BitmapData bitmap)) {
            return Optional.of("image " + data.type() + ": expected a bitmap or a surface");
        }
        if (bitmap.width() < 1 || bitmap.height() < 1) {
            return Optional.of("bitmap " + bitmap.width() + "x" + bitmap.height() + ": expected pixels");
        }
        if (!PixelFormats.of(bitmap.format()).isPalette()) {
            return Optional.empty();
        }
        if (!(bitmap.palette() instanceof Palette palette)) {
            return Optional.of("bitmap " + bitmap.format() + ": expected a palette");
        }
        // A client asks for both colours, whatever the pixels are.
        boolean lacksColor =
                ONE_BIT.contains(bitmap.format()) && palette.colors().size() < 2;
        return lacksColor
                ? Optional.of("palette of " + palette.colors().size() + " colours: expected 2")
                : Optional.empty();
    }

    private static Optional<String> ofSource(DrawBase base, Image image, Rect area) {
        if (area.isEmpty()) {
            return Optional.of("source area " + area + ": expected pixels");
        }
        if (image.data() instanceof BitmapData bitmap
                && !new Rect(0, 0, bitmap.width(), bitmap.height()).contains(area)) {
            return Optional.of("source area " + area + ": expected inside " + bitmap.width() + "x" + bitmap.height());
        }
        Rect box = base.box();
        boolean isScaled = area.width() != box.width() || area.height() != box.height();
        return isScaled && !isScalable(image, area, box)
                ? Optional.of("source area " + area + ": expected one that can be scaled to " + box)
                : ofImage(image);
    }

    private static boolean isScalable(Image image, Rect area, Rect box) {
        boolean isTooLarge = image.data() instanceof BitmapData bitmap
                && Math.max(bitmap.width(), bitmap.height()) > AffineSource.MAX_SIDE_PIXELS;
        return !box.isEmpty() && !isTooLarge && Scaling.isPossible(area, box);
    }

    private static Optional<String> ofBrush(Brush brush) {
        return brush instanceof PatternBrush pattern ? ofImage(pattern.image()) : Optional.empty();
    }

    /** Where a client takes a pattern for a bitmap without asking. */
    private static Optional<String> ofOwnBrush(Brush brush) {
        return brush instanceof PatternBrush pattern && pattern.image().data() instanceof SurfaceData
                ? Optional.of("pattern of a surface: expected a bitmap")
                : ofBrush(brush);
    }

    private static Optional<String> ofMask(Mask mask) {
        Image bitmap = mask.bitmap();
        if (bitmap == null) {
            return Optional.empty();
        }
        if (!(bitmap.data() instanceof BitmapData bits) || !ONE_BIT.contains(bits.format())) {
            return Optional.of("mask: expected a bitmap of one bit a pixel");
        }
        if (isTooFar(mask.position().x()) || isTooFar(mask.position().y())) {
            return Optional.of("mask position: expected up to " + MAX_COORDINATE);
        }
        return bits.width() < 1 || bits.height() < 1
                ? Optional.of("mask " + bits.width() + "x" + bits.height() + ": expected pixels")
                : Optional.empty();
    }

    private static Optional<String> ofRop3(DrawRop3 operation) {
        if (!Rop3.hasAllOperands(operation.rop3())) {
            return Optional.of("rop3 " + operation.rop3() + ": expected one with brush, source and destination");
        }
        if (operation.brush() instanceof NoBrush) {
            return Optional.of("rop3 brush: expected one");
        }
        if (operation.brush() instanceof PatternBrush pattern
                && !beginsInside(pattern, operation.base().box())) {
            return Optional.of("rop3 pattern at " + pattern.position() + ": expected up to the box's corner");
        }
        return ofSource(operation.base(), operation.source(), operation.sourceArea())
                .or(() -> ofBrush(operation.brush()))
                .or(() -> ofMask(operation.mask()));
    }

    /** Whether the remainder that a client takes, which has the sign of the difference, is a place on the pattern. */
    private static boolean beginsInside(PatternBrush pattern, Rect box) {
        Point position = pattern.position();
        if (isTooFar(position.x()) || isTooFar(position.y())) {
            return false;
        }
        int x = box.left() - position.x();
        int y = box.top() - position.y();
        if (pattern.image().data() instanceof BitmapData bitmap && bitmap.width() > 0 && bitmap.height() > 0) {
            return x % bitmap.width() >= 0 && y % bitmap.height() >= 0;
        }
        return x >= 0 && y >= 0;
    }

    private static Optional<String> ofText(DrawText text) {
        if (text.string().glyphs().isEmpty()) {
            return Optional.of("text: expected a glyph");
        }
        for (RasterGlyph glyph : text.string().glyphs()) {
            Point position = glyph.renderPosition();
            Point origin = glyph.origin();
            if (isTooFar(position.x()) || isTooFar(position.y()) || isTooFar(origin.x()) || isTooFar(origin.y())) {
                return Optional.of("glyph at " + position + ": expected up to " + MAX_COORDINATE);
            }
        }
        Rect bounds = GlyphMask.bounds(text.string());
        if (bounds.area() > MAX_GLYPH_PIXELS
                || bounds.width() > AffineSource.MAX_SIDE_PIXELS
                || bounds.height() > AffineSource.MAX_SIDE_PIXELS) {
            return Optional.of("text " + bounds + ": expected up to " + MAX_GLYPH_PIXELS + " pixels");
        }
        if (!text.backArea().isEmpty() && text.foreMode() != RopDescriptor.OP_PUT) {
            return Optional.of("text mode " + text.foreMode() + ": expected PUT where the area behind is filled");
        }
        return ofOwnBrush(text.foreBrush()).or(() -> ofBrush(text.backBrush()));
    }

    private static Optional<String> ofComposite(DrawComposite composite) {
        if (CompositeOperator.ofNumber(composite.operator()).isEmpty()) {
            return Optional.of("composite operator " + composite.operator() + ": expected a known one");
        }
        if (!Composite.hasKnownFilters(composite)) {
            return Optional.of("composite flags " + Integer.toHexString(composite.flags())
                    + ": expected filters without parameters");
        }
        return ofImage(composite.source()).or(() -> ofOptional(composite.mask()));
    }

    private static Optional<String> ofOptional(@Nullable Image image) {
        return image == null ? Optional.empty() : ofImage(image);
    }

    private static boolean isTooFar(int coordinate) {
        return coordinate > MAX_COORDINATE || coordinate < -MAX_COORDINATE;
    }
}
