package dev.caraway.server.render;

import dev.caraway.protocol.display.draw.DrawStroke;
import dev.caraway.protocol.display.draw.LineAttributes;
import java.util.Optional;

/** The operation STROKE: a pen one pixel wide follows a path. */
final class Stroke {

    /** More than any screen has use for: the pixels along all lines together, on the screen or not. */
    private static final long MAX_LENGTH = 1 << 26;

    /** The dashes and gaps along all lines together. */
    private static final long MAX_DASHES = 1 << 22;

    private Stroke() {}

    /** Why the pen cannot follow, as a lower-case fragment; empty if it can. */
    static Optional<String> refusal(DrawStroke stroke) {
        StrokePath.Result path = StrokePath.of(stroke.path());
        if (path.refusal().isPresent()) {
            return path.refusal();
        }
        long length = path.polylines().stream().mapToLong(Polyline::length).sum();
        if (length > MAX_LENGTH) {
            return Optional.of("path of " + length + " pixels: expected up to " + MAX_LENGTH);
        }
        if (!isStyled(stroke)) {
            return Optional.empty();
        }
        int[] lengths = lengths(stroke);
        long total = 0;
        for (int dash : lengths) {
            total += dash;
        }
        if (total == 0) {
            return Optional.of("line style: expected lengths of one pixel or more in all");
        }
        // A line is up to half as long again as its longer side.
        long dashes = (length * 3 / 2 / total + path.polylines().size()) * lengths.length;
        return dashes > MAX_DASHES
                ? Optional.of("line style: expected up to " + MAX_DASHES + " dashes, got " + dashes)
                : Optional.empty();
    }

    static void draw(DrawStroke stroke, Drawing drawing) {
        Coverage coverage = drawing.coverage();
        if (coverage.isEmpty()) {
            return;
        }
        RasterOperation operation = RasterOperation.ofBrush(stroke.foreMode());
        ClippedPainter painter = new ClippedPainter(coverage, drawing.painter(stroke.brush(), operation));
        boolean startsWithGap = (stroke.attributes().flags() & LineAttributes.START_WITH_GAP) != 0;
        int[] lengths = lengths(stroke);
        for (Polyline line : StrokePath.of(stroke.path()).polylines()) {
            if (!isStyled(stroke)) {
                ThinLine.paint(line, coverage.bounds(), painter);
            } else if (line.points() > 2 && operation.invertsDestination()) {
                // No pixel may be painted twice, so all of them are found before the first is painted.
                SpanSet spans = new SpanSet(coverage.bounds());
                DashedLine.paint(lengths, startsWithGap, line, true, spans);
                spans.paint(painter);
            } else {
                DashedLine.paint(lengths, startsWithGap, line, false, painter);
            }
        }
    }

    private static boolean isStyled(DrawStroke stroke) {
        return (stroke.attributes().flags() & LineAttributes.STYLED) != 0;
    }

    private static int[] lengths(DrawStroke stroke) {
        LineAttributes attributes = stroke.attributes();
        boolean startsWithGap = (attributes.flags() & LineAttributes.START_WITH_GAP) != 0;
        return DashedLine.lengths(attributes.style(), startsWithGap);
    }
}
