package dev.caraway.server.render;

import dev.caraway.protocol.geometry.Rect;
import java.util.Arrays;

/** Parts of rows that may overlap, kept until each of their pixels can be painted once. */
final class SpanSet implements RowPainter {

    private static final int BITS = 20;
    private static final int MASK = (1 << BITS) - 1;

    private final Rect bounds;
    private long[] spans = new long[64];
    private int count;

    /** What lies outside {@code bounds} is not kept. */
    SpanSet(Rect bounds) {
        this.bounds = bounds;
    }

    @Override
    public void paint(int y, int left, int right) {
        int from = Math.max(left, bounds.left());
        int end = Math.min(right, bounds.right());
        if (y < bounds.top() || y >= bounds.bottom() || from >= end) {
            return;
        }
        if (count == spans.length) {
            spans = Arrays.copyOf(spans, 2 * count);
        }
        spans[count++] = (long) y << (2 * BITS) | (long) from << BITS | end;
    }

    /** Has each pixel painted once, from the top. */
    void paint(RowPainter painter) {
        Arrays.sort(spans, 0, count);
        int i = 0;
        while (i < count) {
            int y = (int) (spans[i] >> (2 * BITS));
            int left = (int) (spans[i] >> BITS) & MASK;
            int right = (int) spans[i] & MASK;
            i++;
            while (i < count && (int) (spans[i] >> (2 * BITS)) == y && ((int) (spans[i] >> BITS) & MASK) <= right) {
                right = Math.max(right, (int) spans[i] & MASK);
                i++;
            }
            painter.paint(y, left, right);
        }
    }
}
