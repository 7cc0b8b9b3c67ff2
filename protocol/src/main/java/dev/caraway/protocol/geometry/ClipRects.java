package dev.caraway.protocol.geometry;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;

/** Only the pixels inside the rectangles, at most {@link Limits#CLIP_RECTS}; none of them means: nothing is drawn. */
public record ClipRects(List<Rect> rects) implements Clip {

    static final int TYPE = 1;
    private static final int RECT_BYTES = 16;

    public ClipRects {
        FieldRange.atMost("clip rects", rects.size(), Limits.CLIP_RECTS);
        rects = List.copyOf(rects);
    }

    static ClipRects decodeRects(SpiceReader in) {
        int count = in.u32AtMost("num_rects", Limits.CLIP_RECTS);
        List<Rect> rects = in.list("rects", count, RECT_BYTES, Rect::decode);
        return new ClipRects(rects);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(TYPE);
        out.u32(rects.size());
        rects.forEach(rect -> rect.encode(out));
    }
}
