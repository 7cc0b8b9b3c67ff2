package dev.caraway.protocol.geometry;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;

/**
 * A run of lines or of Bézier curves.
 *
 * @param flags {@link #BEGIN}, {@link #END}, {@link #CLOSE}, {@link #BEZIER}
 * @param points at most {@link Limits#PATH_POINTS}; a curve takes three
 */
public record PathSegment(int flags, List<PointFix> points) implements Encodable {

    /** A figure begins here. */
    public static final int BEGIN = 1;

    /** A figure ends here. */
    public static final int END = 2;

    /** The figure that ends is closed by a line to its beginning. */
    public static final int CLOSE = 8;

    /** The points are those of Bézier curves. */
    public static final int BEZIER = 16;

    private static final int POINT_BYTES = 8;

    public PathSegment {
        FieldRange.u8("path segment flags", flags);
        FieldRange.atMost("path segment points", points.size(), Limits.PATH_POINTS);
        points = List.copyOf(points);
    }

    public static PathSegment decode(SpiceReader in) {
        int flags = in.u8("flags");
        int count = in.u32AtMost("count", Limits.PATH_POINTS);
        List<PointFix> points = in.list("points", count, POINT_BYTES, PointFix::decode);
        return new PathSegment(flags, points);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(flags);
        out.u32(points.size());
        points.forEach(point -> point.encode(out));
    }
}
