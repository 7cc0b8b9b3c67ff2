package dev.caraway.server.display;

import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawAlphaBlend;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawBlend;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.DrawOpaque;
import dev.caraway.protocol.display.draw.DrawRop3;
import dev.caraway.protocol.display.draw.DrawTransparent;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.display.DisplayPipe.DirtyArea;
import dev.caraway.server.render.DrawableTraits;
import dev.caraway.server.surface.Region;
import dev.caraway.server.surface.Surface;
import dev.caraway.server.surface.Surfaces;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which pixels of its surfaces one client has only about, because images lost detail on their way.
 *
 * <p>It is told of each message where it is sent. INVARIANT: after each message, every pixel that differs at the client
 * from what the same messages without loss would have drawn is in its surface's region. Drawings that take lossy pixels
 * from somewhere are sent as they are: what they draw is lossy then, too, and {@link LosslessRefresh} mends it with the
 * rest. What a video stream draws is {@link StreamSender}'s matter and not in here. On the loop only.
 */
final class LossyRegions {

    /** Text over a photograph cuts the region into many pieces; one rectangle around them would be sent anew in vain. */
    private static final int MAX_RECTS = 256;

    /** A clip of more rectangles is not worth the work: the drawing clears nothing and spoils its whole box. */
    private static final int MAX_CLIP_RECTS = 64;

    /** A piece to be mended is about this wide: codecs predict from above, so it should have some rows. */
    private static final int PIECE_WIDTH = 256;

    /** What would remain narrower or lower than this is taken along: QUIC needs 3 pixels. */
    private static final int LEAST_SIDE = 8;

    /** A surface as the client has it. */
    private record Known(Rect bounds, Region lossy) {}

    private final Map<Integer, Known> surfaces = new TreeMap<>();

    /**
     * Whether the first image of a drawing may lose detail: where its pixels are seen as they are or mixed with others,
     * and not where bits are combined or colours compared.
     */
    static boolean maySourceLose(DrawMessage drawing) {
        if (drawing instanceof DrawCopy copy) {
            return (copy.ropDescriptor() & ~RopDescriptor.INVERS_SRC) == RopDescriptor.OP_PUT;
        }
        return drawing instanceof DrawAlphaBlend;
    }

    /** The client gets a surface of zeros. */
    void onCreated(int surfaceId, int width, int height) {
        surfaces.put(surfaceId, new Known(Rect.ofSize(0, 0, width, height), new Region(MAX_RECTS)));
    }

    void onDestroyed(int surfaceId) {
        surfaces.remove(surfaceId);
    }

    /**
     * A drawing is sent.
     *
     * @param isLossy whether an image in it lost detail, now or when it joined the client's cache
     */
    void onDrawn(DrawMessage drawing, boolean isLossy) {
        if (!isLossy && isEmpty()) {
            return;
        }
        DrawBase base = drawing.base();
        Known target = known(base.surfaceId());
        List<Rect> touched = touched(base, target.bounds);
        // Before anything changes: a drawing may take pixels from its own surface.
        List<Rect> spoilt = isLossy ? touched : spoilt(drawing, touched);
        replaced(drawing, touched).forEach(target.lossy::remove);
        spoilt.forEach(target.lossy::add);
    }

    void save(SpiceWriter out) {
        out.u16(surfaces.size());
        surfaces.forEach((id, known) -> {
            out.u16(id);
            known.lossy.save(out);
        });
    }

    /** @param shown those surfaces that the client may have */
    void restore(SpiceReader in, Surfaces shown) {
        int count = in.counted("lossy.surfaces", in.u16("lossy.surfaces"), 2 * Short.BYTES);
        for (int i = 0; i < count; i++) {
            int id = in.u16("lossy.surface");
            Rect bounds = shown.find(id)
                    .map(Surface::bounds)
                    .orElseThrow(() -> in.violation("lossy.surface", "expected one that exists, got " + id));
            if (surfaces.put(id, new Known(bounds, Region.restore(in, bounds, MAX_RECTS))) != null) {
                throw in.violation("lossy.surface", "expected each once, got " + id + " twice");
            }
        }
    }

    boolean isEmpty() {
        return surfaces.values().stream().allMatch(known -> known.lossy.isEmpty());
    }

    /** The lossy pixels of a surface, as rectangles that do not overlap, those first that were spoilt first. */
    List<Rect> of(int surfaceId) {
        Known known = surfaces.get(surfaceId);
        return known == null ? List.of() : known.lossy.rects();
    }

    /**
     * A piece of at most about {@code maxPixels}, of what was spoilt first; the primary surface comes first. It counts as
     * lossy until a drawing has mended it.
     *
     * @param hidden areas of the primary surface that are not to be mended now
     */
    Optional<DirtyArea> oldest(int maxPixels, int primary, List<Rect> hidden) {
        for (Map.Entry<Integer, Known> surface : surfaces.entrySet()) {
            for (Rect rect : surface.getValue().lossy.rects()) {
                Region open = new Region(MAX_RECTS);
                open.add(rect);
                if (surface.getKey() == primary) {
                    hidden.forEach(open::remove);
                }
                if (!open.isEmpty()) {
                    Rect piece = piece(open.rects().get(0), maxPixels);
                    return Optional.of(new DirtyArea(surface.getKey(), piece));
                }
            }
        }
        return Optional.empty();
    }

    /** The upper left corner of a rectangle. */
    private static Rect piece(Rect rect, int maxPixels) {
        int width = part(rect.width(), PIECE_WIDTH);
        int height = part(rect.height(), Math.max(LEAST_SIDE, maxPixels / width));
        return Rect.ofSize(rect.left(), rect.top(), width, height);
    }

    private static int part(int side, int wanted) {
        return side < wanted + LEAST_SIDE ? side : wanted;
    }

    /** Where a drawing may change pixels. */
    private static List<Rect> touched(DrawBase base, Rect bounds) {
        Rect box = base.box().intersection(bounds);
        if (!(base.clip() instanceof ClipRects some) || some.rects().size() > MAX_CLIP_RECTS) {
            return List.of(box);
        }
        return within(some.rects(), List.of(box));
    }

    /** Which of the touched pixels get a colour that has nothing to do with what they were, nor with lossy pixels. */
    private List<Rect> replaced(DrawMessage drawing, List<Rect> touched) {
        if (drawing.base().clip() instanceof ClipRects some && some.rects().size() > MAX_CLIP_RECTS) {
            return List.of();
        }
        if (drawing instanceof CopyBits copy) {
            // What would come from outside the surface stays as it is.
            return within(touched, List.of(moved(known(copy.base().surfaceId()).bounds, copy)));
        }
        if (!DrawableTraits.isOpaque(drawing)) {
            return List.of();
        }
        List<Image> images = drawing.images();
        for (int at = 0; at < images.size(); at++) {
            if (images.get(at).data() instanceof SurfaceData source
                    && sourceArea(drawing, at)
                            .filter(known(source.surfaceId()).bounds::contains)
                            .isEmpty()) {
                // What would come from outside the other surface may stay as it is.
                return List.of();
            }
        }
        return touched;
    }

    /** Which of the touched pixels are lossy because they were made of lossy ones that lie somewhere else. */
    private List<Rect> spoilt(DrawMessage drawing, List<Rect> touched) {
        if (drawing instanceof CopyBits copy) {
            List<Rect> moved = known(copy.base().surfaceId()).lossy.rects().stream()
                    .map(rect -> moved(rect, copy))
                    .toList();
            return within(touched, moved);
        }
        List<Rect> spoilt = new ArrayList<>();
        List<Image> images = drawing.images();
        for (int at = 0; at < images.size(); at++) {
            if (images.get(at).data() instanceof SurfaceData source) {
                spoilt.addAll(within(touched, seen(drawing, at, known(source.surfaceId()).lossy)));
            }
        }
        return spoilt;
    }

    /** Where a drawing shows the lossy pixels of a surface that it takes pixels from. */
    private static List<Rect> seen(DrawMessage drawing, int image, Region lossy) {
        if (lossy.isEmpty()) {
            return List.of();
        }
        Rect box = drawing.base().box();
        Optional<Rect> area =
                sourceArea(drawing, image).filter(rect -> rect.width() == box.width() && rect.height() == box.height());
        if (area.isEmpty()) {
            // Scaled or turned, and maybe smoothed: any pixel may show.
            return List.of(box);
        }
        int dx = box.left() - area.get().left();
        int dy = box.top() - area.get().top();
        return lossy.rects().stream().map(rect -> rect.translated(dx, dy)).toList();
    }

    /** The part of one of its images that a drawing shows, where it lies there as in the box; empty if it does not. */
    private static Optional<Rect> sourceArea(DrawMessage drawing, int image) {
        if (image > 0) {
            // A brush, or a mask.
            return Optional.empty();
        }
        if (drawing instanceof DrawCopy copy) {
            return Optional.of(copy.sourceArea());
        } else if (drawing instanceof DrawBlend blend) {
            return Optional.of(blend.sourceArea());
        } else if (drawing instanceof DrawAlphaBlend blend) {
            return Optional.of(blend.sourceArea());
        } else if (drawing instanceof DrawOpaque opaque) {
            return Optional.of(opaque.sourceArea());
        } else if (drawing instanceof DrawRop3 rop3) {
            return Optional.of(rop3.sourceArea());
        } else if (drawing instanceof DrawTransparent transparent) {
            return Optional.of(transparent.sourceArea());
        }
        return Optional.empty();
    }

    private static Rect moved(Rect rect, CopyBits copy) {
        Rect box = copy.base().box();
        return rect.translated(
                box.left() - copy.sourcePosition().x(),
                box.top() - copy.sourcePosition().y());
    }

    private static List<Rect> within(List<Rect> rects, List<Rect> others) {
        List<Rect> common = new ArrayList<>();
        for (Rect rect : rects) {
            for (Rect other : others) {
                if (rect.intersects(other)) {
                    common.add(rect.intersection(other));
                }
            }
        }
        return common;
    }

    private Known known(int surfaceId) {
        Known known = surfaces.get(surfaceId);
        if (known == null) {
            throw new AssertionError("surface " + surfaceId + ": expected at the client");
        }
        return known;
    }
}
