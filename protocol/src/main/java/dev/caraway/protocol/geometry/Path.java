package dev.caraway.protocol.geometry;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;

/** What a pen draws: at most {@link Limits#PATH_SEGMENTS} segments. */
public record Path(List<PathSegment> segments) implements Encodable {

    private static final int SEGMENT_MIN_BYTES = 5;

    public Path {
        FieldRange.atMost("path segments", segments.size(), Limits.PATH_SEGMENTS);
        segments = List.copyOf(segments);
    }

    public static Path decode(SpiceReader in) {
        int count = in.u32AtMost("num_segments", Limits.PATH_SEGMENTS);
        List<PathSegment> segments = in.list("segments", count, SEGMENT_MIN_BYTES, PathSegment::decode);
        return new Path(segments);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(segments.size());
        segments.forEach(segment -> segment.encode(out));
    }
}
