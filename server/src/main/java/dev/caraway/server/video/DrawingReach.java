package dev.caraway.server.video;

import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawAlphaBlend;
import dev.caraway.protocol.display.draw.DrawBlackness;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.DrawOpaque;
import dev.caraway.protocol.display.draw.DrawWhiteness;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.SurfaceData;
import java.util.List;
import java.util.Optional;

/** Which pixels of the primary surface a drawing changes, and which it needs. */
final class DrawingReach {

    private static final int PRIMARY = 0;

    private final List<Rect> changed;
    private final boolean replaces;
    private final List<Rect> needed;

    private DrawingReach(List<Rect> changed, boolean replaces, List<Rect> needed) {
        this.changed = changed;
        this.replaces = replaces;
        this.needed = needed;
    }

    static DrawingReach of(DrawMessage drawing) {
        boolean onPrimary = drawing.base().surfaceId() == PRIMARY;
        Rect box = drawing.base().box();
        List<Rect> changed = onPrimary ? clipped(drawing) : List.of();
        return new DrawingReach(changed, replaces(drawing), needed(drawing, box, onPrimary));
    }

    /** How it meets a stream; empty when they have nothing to do with each other. */
    Optional<StreamOverlap> overlap(VideoStream stream) {
        Rect reach = stream.reach();
        List<Rect> touched = changed.stream().filter(reach::intersects).toList();
        boolean mixes = !replaces && !touched.isEmpty();
        boolean needsPixels = mixes || needed.stream().anyMatch(reach::intersects);
        if (touched.isEmpty() && !needsPixels) {
            return Optional.empty();
        }
        return Optional.of(new StreamOverlap(stream, touched, needsPixels));
    }

    private static List<Rect> clipped(DrawMessage drawing) {
        Rect box = drawing.base().box();
        if (drawing.base().clip() instanceof ClipRects some && some.rects().size() <= RectSet.MAX_RECTS) {
            return some.rects().stream()
                    .map(box::intersection)
                    .filter(rect -> !rect.isEmpty())
                    .toList();
        }
        return box.isEmpty() ? List.of() : List.of(box);
    }

    /** Whether every pixel that the clip lets through gets a colour that does not depend on the one it had. */
    private static boolean replaces(DrawMessage drawing) {
        if (drawing.base().clip() instanceof ClipRects some && some.rects().size() > RectSet.MAX_RECTS) {
            return false;
        }
        if (drawing instanceof DrawCopy copy) {
            return isPlain(copy.ropDescriptor(), copy.mask());
        }
        if (drawing instanceof DrawFill fill) {
            return isPlain(fill.ropDescriptor(), fill.mask());
        }
        if (drawing instanceof DrawOpaque opaque) {
            return opaque.mask().bitmap() == null;
        }
        if (drawing instanceof DrawBlackness blackness) {
            return blackness.mask().bitmap() == null;
        }
        if (drawing instanceof DrawWhiteness whiteness) {
            return whiteness.mask().bitmap() == null;
        }
        return drawing instanceof CopyBits;
    }

    private static boolean isPlain(int ropDescriptor, Mask mask) {
        int operation = ropDescriptor & ~RopDescriptor.INVERS_SRC & ~RopDescriptor.INVERS_BRUSH;
        return operation == RopDescriptor.OP_PUT && mask.bitmap() == null;
    }

    private static List<Rect> needed(DrawMessage drawing, Rect box, boolean onPrimary) {
        if (drawing instanceof CopyBits copy) {
            return onPrimary
                    ? List.of(Rect.ofSize(
                            copy.sourcePosition().x(), copy.sourcePosition().y(), box.width(), box.height()))
                    : List.of();
        }
        if (drawing.images().stream().noneMatch(DrawingReach::isPrimary)) {
            return List.of();
        }
        if (drawing instanceof DrawCopy copy) {
            return List.of(copy.sourceArea());
        }
        if (drawing instanceof DrawAlphaBlend blend) {
            return List.of(blend.sourceArea());
        }
        // Brushes and scaled composites of the screen itself are rare: all of it is needed.
        return List.of(new Rect(0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE));
    }

    private static boolean isPrimary(Image image) {
        return image.data() instanceof SurfaceData surface && surface.surfaceId() == PRIMARY;
    }
}
