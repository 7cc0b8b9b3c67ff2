package dev.caraway.protocol.geometry;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * A rectangle of pixels: {@code left} and {@code top} belong to it, {@code right} and {@code bottom} do not.
 *
 * <p>A rectangle without pixels is legal on the wire, one whose sides are exchanged is not.
 */
public record Rect(int left, int top, int right, int bottom) implements Encodable {

    public static final Rect EMPTY = new Rect(0, 0, 0, 0);

    public Rect {
        if (right < left || bottom < top) {
            throw new IllegalArgumentException("rect " + left + "," + top + " to " + right + "," + bottom
                    + ": expected left <= right, top <= bottom");
        }
    }

    /** A rectangle by its corner and its size in pixels. */
    public static Rect ofSize(int x, int y, int width, int height) {
        return new Rect(x, y, x + width, y + height);
    }

    /** On the wire the rows come first: top, left, bottom, right. */
    public static Rect decode(SpiceReader in) {
        int top = in.i32("top");
        int left = in.i32("left");
        int bottom = in.i32("bottom");
        int right = in.i32("right");
        if (right < left || bottom < top) {
            throw in.violation(
                    "rect",
                    "expected left <= right and top <= bottom, got " + left + "," + top + " to " + right + ","
                            + bottom);
        }
        return new Rect(left, top, right, bottom);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(top);
        out.i32(left);
        out.i32(bottom);
        out.i32(right);
    }

    public int width() {
        return right - left;
    }

    public int height() {
        return bottom - top;
    }

    /** The number of pixels. */
    public long area() {
        return (long) width() * height();
    }

    public boolean isEmpty() {
        return left == right || top == bottom;
    }

    public boolean contains(Rect other) {
        return other.left >= left && other.top >= top && other.right <= right && other.bottom <= bottom;
    }

    /** Whether both share a pixel. */
    public boolean intersects(Rect other) {
        return Math.max(left, other.left) < Math.min(right, other.right)
                && Math.max(top, other.top) < Math.min(bottom, other.bottom);
    }

    /** What both have in common; {@link #EMPTY} when they share no pixel. */
    public Rect intersection(Rect other) {
        if (!intersects(other)) {
            return EMPTY;
        }
        return new Rect(
                Math.max(left, other.left),
                Math.max(top, other.top),
                Math.min(right, other.right),
                Math.min(bottom, other.bottom));
    }

    /** The smallest rectangle that holds both. */
    public Rect union(Rect other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        return new Rect(
                Math.min(left, other.left),
                Math.min(top, other.top),
                Math.max(right, other.right),
                Math.max(bottom, other.bottom));
    }

    /** This rectangle moved by {@code dx}, {@code dy} pixels. */
    public Rect translated(int dx, int dy) {
        return new Rect(left + dx, top + dy, right + dx, bottom + dy);
    }
}
