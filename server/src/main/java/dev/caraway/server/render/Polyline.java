package dev.caraway.server.render;

import java.util.Arrays;

/** Lines from point to point, in whole pixels. */
final class Polyline {

    private int[] coordinates = new int[16];
    private int points;

    void add(int x, int y) {
        if (2 * points == coordinates.length) {
            coordinates = Arrays.copyOf(coordinates, 2 * coordinates.length);
        }
        coordinates[2 * points] = x;
        coordinates[2 * points + 1] = y;
        points++;
    }

    int points() {
        return points;
    }

    int x(int point) {
        return coordinates[2 * point];
    }

    int y(int point) {
        return coordinates[2 * point + 1];
    }

    /** Whether it ends where it began. */
    boolean isClosed() {
        return x(0) == x(points - 1) && y(0) == y(points - 1);
    }

    /** The sum of the lines' longer sides. */
    long length() {
        long length = 0;
        for (int i = 1; i < points; i++) {
            length += Math.max(Math.abs(x(i) - x(i - 1)), Math.abs(y(i) - y(i - 1)));
        }
        return length;
    }
}
