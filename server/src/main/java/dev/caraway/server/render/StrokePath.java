package dev.caraway.server.render;

import dev.caraway.protocol.geometry.Path;
import dev.caraway.protocol.geometry.PathSegment;
import dev.caraway.protocol.geometry.PointFix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A path as polylines: curves are halved until they are nearly straight, and every point becomes a whole pixel.
 *
 * <p>What a client cannot follow is refused: a curve that never becomes straight, points that are not there.
 */
final class StrokePath {

    /** Lines are exact as long as no coordinate is further from 0. */
    static final int MAX_COORDINATE = 32_767;

    /** More points than any screen has use for. */
    private static final int MAX_POINTS = 1 << 18;

    /** A curve across all coordinates, 2^20 sixteenths long, is a point after so many halvings. */
    private static final int MAX_HALVINGS = 24;

    private final List<Polyline> polylines = new ArrayList<>();
    private Polyline current = new Polyline();
    private int points;

    private StrokePath() {}

    /** The polylines, or why there are none, as a lower-case fragment. */
    record Result(List<Polyline> polylines, Optional<String> refusal) {}

    static Result of(Path path) {
        StrokePath stroke = new StrokePath();
        for (PathSegment segment : path.segments()) {
            Optional<String> refusal = stroke.add(segment);
            if (refusal.isPresent()) {
                return new Result(List.of(), refusal);
            }
        }
        stroke.finish();
        return new Result(stroke.polylines, Optional.empty());
    }

    private Optional<String> add(PathSegment segment) {
        List<PointFix> given = segment.points();
        if (given.stream().anyMatch(point -> isTooFar(point.x()) || isTooFar(point.y()))) {
            return Optional.of("path point: expected coordinates of up to " + MAX_COORDINATE);
        }
        int next = 0;
        if (has(segment, PathSegment.BEGIN)) {
            if (given.isEmpty()) {
                return Optional.of("path segment: expected a point where a figure begins");
            }
            finish();
            append(given.get(next++));
        }
        if (has(segment, PathSegment.BEZIER)) {
            if ((given.size() - next) % 3 != 0 || (next < given.size() && current.points() == 0)) {
                return Optional.of("curve: expected a place to begin and three points each, got " + given.size());
            }
            for (; next < given.size(); next += 3) {
                PointFix start = new PointFix(
                        current.x(current.points() - 1) << PointFix.FRACTION_BITS,
                        current.y(current.points() - 1) << PointFix.FRACTION_BITS);
                if (!appendCurve(start, given.get(next), given.get(next + 1), given.get(next + 2), MAX_HALVINGS)) {
                    return Optional.of("curve: expected one that becomes straight by halving");
                }
            }
        }
        for (; next < given.size(); next++) {
            append(given.get(next));
        }
        if (has(segment, PathSegment.END)) {
            if (has(segment, PathSegment.CLOSE)) {
                if (current.points() == 0) {
                    return Optional.of("path segment: expected a figure that can be closed");
                }
                current.add(current.x(0), current.y(0));
            }
            finish();
        }
        return points > MAX_POINTS
                ? Optional.of("path: expected up to " + MAX_POINTS + " points, got more")
                : Optional.empty();
    }

    private void finish() {
        if (current.points() > 0) {
            polylines.add(current);
            current = new Polyline();
        }
    }

    private void append(PointFix point) {
        current.add(rounded(point.x()), rounded(point.y()));
        points++;
    }

    /** Appends a curve as lines; tells whether it came to an end. */
    private boolean appendCurve(PointFix p0, PointFix p1, PointFix p2, PointFix p3, int halvings) {
        if (isStraight(p0, p1, p2, p3)) {
            append(p3);
            return true;
        }
        if (halvings == 0 || points > MAX_POINTS) {
            return false;
        }
        PointFix p01 = middle(p0, p1);
        PointFix p12 = middle(p1, p2);
        PointFix p23 = middle(p2, p3);
        PointFix p012 = middle(p01, p12);
        PointFix p123 = middle(p12, p23);
        PointFix centre = middle(p012, p123);
        return appendCurve(p0, p01, p012, centre, halvings - 1) && appendCurve(centre, p123, p23, p3, halvings - 1);
    }

    /** Whether both inner points are less than about half a pixel from the line between the outer ones. */
    private static boolean isStraight(PointFix p0, PointFix p1, PointFix p2, PointFix p3) {
        long chord = dot(p0, p3, p0, p3);
        long atFirst = dot(p0, p1, p0, p3);
        long atSecond = dot(p3, p2, p3, p0);
        long first = (dot(p0, p1, p0, p1) * chord - atFirst * atFirst) >> 3;
        long second = (dot(p3, p2, p3, p2) * chord - atSecond * atSecond) >> 3;
        return first < chord && second < chord;
    }

    /** The dot product of the ways from {@code a} to {@code b} and from {@code c} to {@code d}, in sixteenths. */
    private static long dot(PointFix a, PointFix b, PointFix c, PointFix d) {
        long product = (long) (b.x() - a.x()) * (d.x() - c.x()) + (long) (b.y() - a.y()) * (d.y() - c.y());
        return product >> PointFix.FRACTION_BITS;
    }

    private static PointFix middle(PointFix a, PointFix b) {
        return new PointFix((a.x() + b.x()) / 2, (a.y() + b.y()) / 2);
    }

    private static boolean isTooFar(int fixed) {
        return fixed > MAX_COORDINATE << PointFix.FRACTION_BITS || fixed < -MAX_COORDINATE << PointFix.FRACTION_BITS;
    }

    /** To the nearest whole number, a half downwards. */
    static int rounded(int fixed) {
        int fraction = fixed & 0xf;
        return (fixed >> PointFix.FRACTION_BITS) + (fraction > 8 ? 1 : 0);
    }

    private static boolean has(PathSegment segment, int flag) {
        return (segment.flags() & flag) != 0;
    }
}
