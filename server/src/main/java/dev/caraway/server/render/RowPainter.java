package dev.caraway.server.render;

/** Draws a part of one row. */
interface RowPainter {

    /** Draws the pixels from column {@code left} up to, but not including, {@code right} of row {@code y}. */
    void paint(int y, int left, int right);
}
