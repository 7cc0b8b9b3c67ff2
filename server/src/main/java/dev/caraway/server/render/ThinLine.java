package dev.caraway.server.render;

import dev.caraway.protocol.geometry.Rect;

/**
 * Lines of one pixel's width: Bresenham's, with ties broken as the X server does, so that a line has the same pixels
 * from either end. The last point of a line is not drawn.
 */
final class ThinLine {

    private ThinLine() {}

    /** Paints each line of a polyline, one after the other; of each only what is near {@code bounds}. */
    static void paint(Polyline line, Rect bounds, RowPainter painter) {
        for (int i = 1; i < line.points(); i++) {
            paint(line.x(i - 1), line.y(i - 1), line.x(i), line.y(i), bounds, painter);
        }
    }

    private static void paint(int x1, int y1, int x2, int y2, Rect bounds, RowPainter painter) {
        int width = Math.abs(x2 - x1);
        int height = Math.abs(y2 - y1);
        int stepX = x2 < x1 ? -1 : 1;
        int stepY = y2 < y1 ? -1 : 1;
        if (width > height) {
            paintFlat(x1, y1, width, height, stepX, stepY, bounds, painter);
        } else if (height > 0) {
            paintSteep(x1, y1, width, height, stepX, stepY, bounds, painter);
        }
    }

    private static void paintFlat(
            int x1, int y1, int width, int height, int stepX, int stepY, Rect bounds, RowPainter painter) {
        long first = stepX > 0 ? (long) bounds.left() - x1 : (long) x1 - bounds.right() + 1;
        long last = stepX > 0 ? (long) bounds.right() - 1 - x1 : (long) x1 - bounds.left();
        int i = (int) Math.max(0, first);
        int end = (int) Math.min(width, last + 1);
        while (i < end) {
            long rows = steps(i, height, width, stepX);
            int run = i + 1;
            while (run < end && steps(run, height, width, stepX) == rows) {
                run++;
            }
            int y = y1 + stepY * (int) rows;
            int a = x1 + stepX * i;
            int b = x1 + stepX * (run - 1);
            painter.paint(y, Math.min(a, b), Math.max(a, b) + 1);
            i = run;
        }
    }

    private static void paintSteep(
            int x1, int y1, int width, int height, int stepX, int stepY, Rect bounds, RowPainter painter) {
        long first = stepY > 0 ? (long) bounds.top() - y1 : (long) y1 - bounds.bottom() + 1;
        long last = stepY > 0 ? (long) bounds.bottom() - 1 - y1 : (long) y1 - bounds.top();
        int end = (int) Math.min(height, last + 1);
        for (int i = (int) Math.max(0, first); i < end; i++) {
            int x = x1 + stepX * (int) steps(i, width, height, stepY);
            painter.paint(y1 + stepY * i, x, x + 1);
        }
    }

    /**
     * How far the line has gone along its shorter side after {@code i} pixels along its longer one. A tie goes to the
     * beginning of a line that runs backwards, so that it has the pixels of the one that runs forwards.
     */
    private static long steps(int i, int shorter, int longer, int direction) {
        int bias = direction < 0 ? 1 : 0;
        return Math.floorDiv(2L * i * shorter - bias + longer, 2L * longer);
    }
}
