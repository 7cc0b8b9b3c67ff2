package dev.caraway.server.render;

import java.util.ArrayList;
import java.util.List;

/** Fills convex polygons row by row: the pixels whose centres are inside, walked along both sides in whole numbers. */
final class PolygonFiller {

    private final RowPainter painter;

    PolygonFiller(RowPainter painter) {
        this.painter = painter;
    }

    /** One edge, followed from its first row downwards. */
    private static final class Side {

        int rows;
        int x;
        int stepX;
        int signX;
        int error;
        int errorStep;
        int errorWhole;

        void step() {
            x += stepX;
            error += errorStep;
            if (error > 0) {
                x += signX;
                error -= errorWhole;
            }
        }
    }

    /** Fills a polygon whose coordinates count from the pixel {@code x}, {@code y}. */
    void fill(Polygon polygon, int x, int y) {
        int top = 0;
        int bottom = 0;
        for (int i = 1; i < polygon.corners(); i++) {
            if (polygon.y(i) < polygon.y(top)) {
                top = i;
            }
            if (polygon.y(i) >= polygon.y(bottom)) {
                bottom = i;
            }
        }
        int previous = Math.floorMod(top - 1, polygon.corners());
        boolean isClockwise = polygon.dy(previous) * polygon.dx(top) <= polygon.dy(top) * polygon.dx(previous);
        int end = ceiling(polygon.y(bottom)) + y;
        int[] start = {0};
        List<Side> right = sides(polygon, top, bottom, isClockwise ? 1 : -1, end, x, y, 0, start);
        List<Side> left = sides(polygon, top, bottom, isClockwise ? -1 : 1, end, x, y, 1, new int[1]);
        walk(left, right, start[0]);
    }

    private static List<Side> sides(
            Polygon polygon, int top, int bottom, int direction, int end, int x, int y, int inset, int[] start) {
        List<Side> sides = new ArrayList<>(polygon.corners());
        int corners = polygon.corners();
        int last = 0;
        for (int i = top; i != bottom; i = Math.floorMod(i + direction, corners)) {
            int edge = direction > 0 ? i : Math.floorMod(i - 1, corners);
            if (polygon.dy(edge) == 0) {
                continue;
            }
            Side side = side(polygon, i, edge, x + inset);
            int row = ceiling(polygon.y(i)) + y;
            if (sides.isEmpty()) {
                start[0] = row;
            } else {
                sides.get(sides.size() - 1).rows = row - last;
            }
            sides.add(side);
            last = row;
        }
        if (!sides.isEmpty()) {
            sides.get(sides.size() - 1).rows = end - last;
        }
        return sides;
    }

    private static Side side(Polygon polygon, int corner, int edge, int x) {
        int dx = polygon.dx(edge);
        int dy = polygon.dy(edge);
        double k = polygon.k(edge);
        if (dy < 0) {
            dx = -dx;
            dy = -dy;
            k = -k;
        }
        int numerator = ceiling(k) + ceiling(polygon.y(corner)) * dx;
        int column = numerator <= 0 ? -(-numerator / dy) - 1 : (numerator - 1) / dy;
        int error = numerator - column * dy;
        Side side = new Side();
        side.signX = dx >= 0 ? 1 : -1;
        side.stepX = dx / dy;
        side.errorStep = Math.abs(dx) % dy;
        side.errorWhole = dy;
        side.x = column + x;
        side.error = (dx >= 0 ? error : dy - error + 1) - dy;
        return side;
    }

    private void walk(List<Side> left, List<Side> right, int top) {
        int y = top;
        int leftIndex = 0;
        int rightIndex = 0;
        int leftRows = 0;
        int rightRows = 0;
        while ((leftIndex < left.size() || leftRows != 0) && (rightIndex < right.size() || rightRows != 0)) {
            if (leftRows == 0 && leftIndex < left.size()) {
                leftRows = left.get(leftIndex++).rows;
            }
            if (rightRows == 0 && rightIndex < right.size()) {
                rightRows = right.get(rightIndex++).rows;
            }
            int rows = Math.min(leftRows, rightRows);
            leftRows -= rows;
            rightRows -= rows;
            Side l = left.get(leftIndex - 1);
            Side r = right.get(rightIndex - 1);
            for (int i = 0; i < rows; i++) {
                if (r.x >= l.x) {
                    painter.paint(y, l.x, r.x + 1);
                }
                y++;
                l.step();
                r.step();
            }
        }
    }

    /** The C way of rounding up: numbers below zero are cut off towards it, which is up. */
    private static int ceiling(double value) {
        int whole = (int) value;
        return value == whole || value < 0 ? whole : whole + 1;
    }
}
