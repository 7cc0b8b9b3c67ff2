package dev.caraway.server.render;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines with gaps: each dash is a rectangle one pixel wide along the line, and lines that meet in a dash are joined by a
 * mitre. That is what the X server's lines of width 1 are, and what a client draws.
 */
final class DashedLine {

    private final int[] lengths;
    private final int startIndex;
    private final int startOffset;
    private final Polyline line;
    private final PolygonFiller filler;

    private int dashIndex;
    private int dashOffset;

    private DashedLine(int[] lengths, int skipped, Polyline line, PolygonFiller filler) {
        this.lengths = lengths;
        this.line = line;
        this.filler = filler;
        step(skipped);
        this.startIndex = dashIndex;
        this.startOffset = dashOffset;
    }

    /**
     * What the lengths of dashes and gaps mean in pixels.
     *
     * @param startsWithGap whether the first length is a gap's
     */
    static int[] lengths(List<Integer> style, boolean startsWithGap) {
        int[] lengths = new int[style.size()];
        for (int i = 0; i < lengths.length; i++) {
            int from = startsWithGap ? (i + 1) % lengths.length : i;
            lengths[i] = StrokePath.rounded(style.get(from)) & 0xff;
        }
        return lengths;
    }

    /**
     * Paints a polyline.
     *
     * @param lengths of dashes and gaps by turns, 0 to 255 each, not all 0
     * @param startsWithGap whether the first dash is left out
     * @param isExact whether joins are drawn even where a line draws the joint itself
     */
    static void paint(int[] lengths, boolean startsWithGap, Polyline line, boolean isExact, RowPainter painter) {
        new DashedLine(lengths, startsWithGap ? lengths[0] : 0, line, new PolygonFiller(painter)).paint(isExact);
    }

    /** One end of a line: its place, its direction away from the end, and the corner of its edge there. */
    private record Face(int x, int y, int dx, int dy, double cornerX, double cornerY, double k) {

        Face reversed() {
            return new Face(x, y, -dx, -dy, -cornerX, -cornerY, k);
        }
    }

    private void step(int distance) {
        int left = lengths[dashIndex] - dashOffset;
        if (distance < left) {
            dashOffset += distance;
            return;
        }
        int rest = distance - left;
        nextDash();
        int total = 0;
        for (int length : lengths) {
            total += length;
        }
        rest %= total;
        while (rest >= lengths[dashIndex]) {
            rest -= lengths[dashIndex];
            nextDash();
        }
        dashOffset = rest;
    }

    private void nextDash() {
        dashIndex = (dashIndex + 1) % lengths.length;
    }

    private void paint(boolean isExact) {
        dashIndex = startIndex;
        dashOffset = startOffset;
        boolean isClosed = line.isClosed();
        @Nullable Face firstFace = null;
        @Nullable Face before = null;
        boolean wasInDash = false;
        for (int i = 1; i < line.points(); i++) {
            int dx = line.x(i) - line.x(i - 1);
            int dy = line.y(i) - line.y(i - 1);
            if (dx == 0 && dy == 0) {
                continue;
            }
            boolean beginsInDash = isDash();
            Edge edge = new Edge(line.x(i - 1), line.y(i - 1), dx, dy);
            edge.paint();
            Face left = edge.leftFace();
            if (beginsInDash && before == null && isClosed) {
                firstFace = left;
            } else if (beginsInDash && before != null && wasInDash) {
                join(left, before, isExact);
            }
            before = edge.rightFace();
            wasInDash = ((dashIndex & 1) != 0) ^ (dashOffset != 0);
        }
        if (before != null && wasInDash && firstFace != null) {
            join(firstFace, before, isExact);
        }
    }

    private boolean isDash() {
        return (dashIndex & 1) == 0;
    }

    /** Fills the gap between the edges of two lines that meet. */
    private void join(Face left, Face right, boolean isExact) {
        if (!isExact && (goesForward(left) || goesForward(right))) {
            return;
        }
        double sine = -left.dx() * (double) right.dy() + right.dx() * (double) left.dy();
        if (sine == 0) {
            return;
        }
        boolean isTurned = sine <= 0;
        Face l = isTurned ? left : left.reversed();
        Face r = isTurned ? right.reversed() : right;
        Polygon polygon = new Polygon(4);
        polygon.vertex(0, r.cornerX(), r.cornerY());
        polygon.slope(0, -r.dy(), r.dx(), 0);
        polygon.vertex(1, 0, 0);
        polygon.slope(1, l.dy(), -l.dx(), 0);
        polygon.vertex(2, l.cornerX(), l.cornerY());
        double y = (l.dy() * (r.cornerX() * r.dy() - r.cornerY() * r.dx())
                        - r.dy() * (l.cornerX() * l.dy() - l.cornerY() * l.dx()))
                / sine;
        double x = l.dy() != 0
                ? l.cornerX() + (y - l.cornerY()) * l.dx() / l.dy()
                : r.cornerX() + (y - r.cornerY()) * r.dx() / r.dy();
        if ((x * x + y * y) * 4 <= Polygon.MITRE_LIMIT) {
            int sign = isTurned ? -1 : 1;
            polygon.slope(2, sign * l.dx(), sign * l.dy(), sign * l.k());
            polygon.vertex(3, x, y);
            polygon.slope(3, sign * r.dx(), sign * r.dy(), sign * r.k());
        } else {
            polygon = bevel(polygon, l, r);
        }
        filler.fill(polygon, left.x(), left.y());
    }

    /** Cuts the corner off where the mitre would be too long. */
    private static Polygon bevel(Polygon mitre, Face left, Face right) {
        Polygon bevel = mitre.withoutLast();
        double dx = right.cornerX() - left.cornerX();
        double dy = right.cornerY() - left.cornerY();
        double scale = Math.abs(dx) > Math.abs(dy) ? Math.abs(dx) : Math.abs(dy);
        int slopeX = (int) (dx * 65536 / scale);
        int slopeY = (int) (dy * 65536 / scale);
        double k = ((left.cornerX() + right.cornerX()) * slopeY - (left.cornerY() + right.cornerY()) * slopeX) / 2;
        bevel.slope(2, slopeX, slopeY, k);
        return bevel;
    }

    private static boolean goesForward(Face face) {
        return face.dx() > 0 || (face.dx() == 0 && face.dy() > 0);
    }

    /** One line of the polyline, as a strip of the dashes that lie on it. */
    private final class Edge {

        private static final int TOP = 0;
        private static final int RIGHT = 1;
        private static final int BOTTOM = 2;
        private static final int LEFT = 3;

        private final int x;
        private final int y;
        private final int dx;
        private final int dy;
        private final double length;
        private final double halfX;
        private final double halfY;
        private final Polygon polygon = new Polygon(4);

        Edge(int x, int y, int dx, int dy) {
            this.x = x;
            this.y = y;
            this.dx = dx;
            this.dy = dy;
            if (dx == 0 || dy == 0) {
                length = Math.abs(dx + dy);
                halfX = Integer.signum(dx) * 0.5;
                halfY = Integer.signum(dy) * 0.5;
            } else {
                length = Math.sqrt((double) dx * dx + (double) dy * dy);
                double ratio = 0.5 / length;
                halfX = ratio * dx;
                halfY = ratio * dy;
            }
            polygon.slope(TOP, dx, dy, 0.5 * length);
            polygon.slope(RIGHT, -dy, dx, 0);
            polygon.slope(BOTTOM, -dx, -dy, 0.5 * length);
            polygon.slope(LEFT, dy, -dx, 0);
            polygon.vertex(TOP, halfY, -halfX);
            polygon.vertex(RIGHT, halfY, -halfX);
            polygon.vertex(BOTTOM, -halfY, halfX);
            polygon.vertex(LEFT, -halfY, halfX);
        }

        Face leftFace() {
            return new Face(x, y, dx, dy, halfY, -halfX, 0.5 * length);
        }

        Face rightFace() {
            return new Face(x + dx, y + dy, -dx, -dy, -halfY, halfX, 0.5 * length);
        }

        void paint() {
            double left = length;
            int dash = lengths[dashIndex] - dashOffset;
            while (left > dash) {
                double dashX = dash * dx / length;
                double dashY = dash * dy / length;
                polygon.moveVertex(RIGHT, dashX, dashY);
                polygon.moveVertex(BOTTOM, dashX, dashY);
                polygon.k(RIGHT, polygon.x(RIGHT) * dx + polygon.y(RIGHT) * dy);
                if (isDash()) {
                    filler.fill(polygon, x, y);
                }
                left -= dash;
                nextDash();
                dash = lengths[dashIndex];
                polygon.vertex(TOP, polygon.x(RIGHT), polygon.y(RIGHT));
                polygon.vertex(LEFT, polygon.x(BOTTOM), polygon.y(BOTTOM));
                polygon.k(LEFT, -polygon.k(RIGHT));
            }
            if (isDash()) {
                paintLast();
            }
            dash = (int) (dash - left);
            if (dash == 0) {
                nextDash();
                dash = lengths[dashIndex];
            }
            dashOffset = lengths[dashIndex] - dash;
        }

        /** The dash at the line's end is measured from there, so that it ends exactly. */
        private void paintLast() {
            polygon.moveVertex(TOP, -dx, -dy);
            polygon.moveVertex(LEFT, -dx, -dy);
            polygon.vertex(RIGHT, halfY, -halfX);
            polygon.vertex(BOTTOM, -halfY, halfX);
            polygon.k(RIGHT, 0);
            polygon.k(LEFT, polygon.k(LEFT) + (dx * dx + dy * dy));
            filler.fill(polygon, x + dx, y + dy);
        }
    }
}
