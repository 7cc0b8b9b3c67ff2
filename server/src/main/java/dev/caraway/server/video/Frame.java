package dev.caraway.server.video;

import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.server.render.PixelFormats;
import java.util.List;
import java.util.Optional;

/**
 * Where a picture that may be a frame of a video goes on the primary surface.
 *
 * @param box the pixels that it covers
 * @param width pixels of its own row: the client stretches it when the box is wider
 * @param height its own rows
 * @param clip where in the box it can be seen
 */
public record Frame(Rect box, int width, int height, Clip clip) {

    private static final int PRIMARY = 0;

    /** A picture that is seen in more pieces is not worth a stream's while. */
    private static final int MAX_CLIP_RECTS = RectSet.MAX_RECTS;

    /**
     * The frame that a command may be: it puts pixels that it brings along on the primary surface, and neither mixes nor
     * masks them.
     */
    public static Optional<Frame> of(DrawMessage drawing) {
        if (!(drawing instanceof DrawCopy copy)
                || copy.base().surfaceId() != PRIMARY
                || copy.ropDescriptor() != RopDescriptor.OP_PUT
                || copy.mask().bitmap() != null
                || !(copy.source().data() instanceof BitmapData bitmap)) {
            return Optional.empty();
        }
        Rect area = copy.sourceArea();
        boolean holdsArea = new Rect(0, 0, bitmap.width(), bitmap.height()).contains(area);
        if (copy.base().box().isEmpty()
                || area.isEmpty()
                || !holdsArea
                || !isTrueColour(bitmap.format())
                || isShattered(copy.base().clip())) {
            return Optional.empty();
        }
        return Optional.of(new Frame(
                copy.base().box(), area.width(), area.height(), copy.base().clip()));
    }

    /** The pixels of a command that is a frame, without a copy. */
    public static Raster pixels(DrawMessage drawing) {
        if (drawing instanceof DrawCopy copy && copy.source().data() instanceof BitmapData bitmap) {
            Rect area = copy.sourceArea();
            return PixelFormats.raster(bitmap).part(area.left(), area.top(), area.width(), area.height());
        }
        throw new IllegalArgumentException("drawing: expected a frame, got " + drawing.getClass());
    }

    /** The pixels of the surface that this frame changes, all of them if there are not too many pieces. */
    RectSet visible() {
        RectSet visible = RectSet.within();
        pieces().forEach(visible::add);
        return visible;
    }

    /** Rectangles that hold the pixels of the surface that this frame changes; they may overlap, and be empty. */
    public List<Rect> pieces() {
        return clip instanceof ClipRects some
                ? some.rects().stream().map(box::intersection).toList()
                : List.of(box);
    }

    private static boolean isTrueColour(BitmapFormat format) {
        return format == BitmapFormat.THIRTY_TWO_BIT
                || format == BitmapFormat.RGBA
                || format == BitmapFormat.TWENTY_FOUR_BIT
                || format == BitmapFormat.SIXTEEN_BIT;
    }

    private static boolean isShattered(Clip clip) {
        return clip instanceof ClipRects some && some.rects().size() > MAX_CLIP_RECTS;
    }
}
