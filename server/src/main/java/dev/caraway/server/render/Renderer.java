package dev.caraway.server.render;

import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawAlphaBlend;
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
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Draws operations on 32-bit rasters, with the pixels that a client's canvas gets: those of spice-common and pixman.
 *
 * <p>All operations are drawn; {@link #refusal} tells which of them make no sense, and must be asked before. A raster of
 * {@code RGBA32} has alpha, of any other the fourth byte means nothing and is not kept. Pure: what it changes is the
 * target raster alone. Nothing is drawn outside the target, and no work is unbounded: it grows with the operation's box,
 * its images, and the number of its rectangles, glyphs and points.
 */
public final class Renderer {

    private Renderer() {}

    /**
     * Why an operation can not be drawn, as a lower-case fragment; empty if it can.
     *
     * <p>It knows nothing of surfaces: whether they exist, and whether areas are inside them, is the caller's to ask.
     */
    public static Optional<String> refusal(DrawMessage drawable) {
        return DrawableCheck.refusal(drawable);
    }

    /**
     * Draws one operation.
     *
     * @param target the surface that the operation names
     * @param surfaces the raster of each surface that is the source of an image
     */
    public static void draw(DrawMessage drawable, Raster target, IntFunction<Raster> surfaces) {
        Drawing drawing = new Drawing(drawable, target, surfaces);
        if (drawing.coverage().isEmpty()) {
            return;
        }
        if (drawable instanceof DrawCopy copy) {
            RasterOperation operation = RasterOperation.ofSource(copy.ropDescriptor());
            drawing.copy(copy.mask(), copy.source(), copy.sourceArea(), copy.scaleMode(), operation);
        } else if (drawable instanceof DrawFill fill) {
            drawing.fill(fill.mask(), fill.brush(), RasterOperation.ofBrush(fill.ropDescriptor()));
        } else if (drawable instanceof CopyBits move) {
            drawing.move(move);
        } else if (drawable instanceof DrawBlend blend) {
            RasterOperation operation = RasterOperation.ofSource(blend.ropDescriptor());
            drawing.copy(blend.mask(), blend.source(), blend.sourceArea(), blend.scaleMode(), operation);
        } else if (drawable instanceof DrawOpaque opaque) {
            drawing.opaque(opaque);
        } else if (drawable instanceof DrawBlackness blackness) {
            drawing.fill(blackness.mask(), 0, RasterOperation.BLACKNESS);
        } else if (drawable instanceof DrawWhiteness whiteness) {
            drawing.fill(whiteness.mask(), 0, RasterOperation.WHITENESS);
        } else if (drawable instanceof DrawInvers invers) {
            drawing.fill(invers.mask(), 0, RasterOperation.INVERS);
        } else if (drawable instanceof DrawRop3 rop3) {
            drawing.rop3(rop3);
        } else if (drawable instanceof DrawStroke stroke) {
            Stroke.draw(stroke, drawing);
        } else if (drawable instanceof DrawText text) {
            drawing.text(text);
        } else if (drawable instanceof DrawTransparent transparent) {
            drawing.transparent(transparent);
        } else if (drawable instanceof DrawAlphaBlend blend) {
            drawing.alphaBlend(blend);
        } else if (drawable instanceof DrawComposite composite) {
            Composite.draw(composite, drawing);
        } else {
            throw new AssertionError(drawable + ": expected one of the operations");
        }
    }

    /**
     * Whether drawing an operation would change a pixel of its target; it has to be one that is not refused.
     *
     * <p>Exact for pixels that are copied as they are and for a fill with one colour, both without a mask; all others are
     * said to change something, and so are copies of a surface to one with alpha. It stops looking at the first
     * difference.
     *
     * @param surfaces the raster of each surface that is the source of an image
     */
    public static boolean wouldChange(DrawMessage drawable, Raster target, IntFunction<Raster> surfaces) {
        return Comparison.wouldChange(drawable, target, surfaces);
    }
}
