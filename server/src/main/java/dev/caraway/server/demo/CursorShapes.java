package dev.caraway.server.demo;

import dev.caraway.server.guest.CursorShape;

/** The pointer's pictures: black with a white edge, so that they show on any ground. */
final class CursorShapes {

    // A client caches by id for as long as it lives; these ids must never mean another picture.
    static final CursorShape ARROW = shape(
            0xca7a_0001L,
            0,
            0,
            "#",
            "##",
            "###",
            "####",
            "#####",
            "######",
            "#######",
            "########",
            "#########",
            "##########",
            "###########",
            "#######",
            "### ###",
            "##  ###",
            "#    ###",
            "     ###",
            "      ##");

    static final CursorShape TEXT = shape(
            0xca7a_0002L,
            3,
            8,
            "### ###",
            "   #",
            "   #",
            "   #",
            "   #",
            "   #",
            "   #",
            "   #",
            "   #",
            "   #",
            "   #",
            "   #",
            "   #",
            "   #",
            "   #",
            "   #",
            "### ###");

    static final CursorShape MOVE = shape(
            0xca7a_0003L,
            8,
            8,
            "        #",
            "       ###",
            "      #####",
            "        #",
            "        #",
            "        #",
            "  #     #     #",
            " ##     #     ##",
            "#################",
            " ##     #     ##",
            "  #     #     #",
            "        #",
            "        #",
            "        #",
            "      #####",
            "       ###",
            "        #");

    static final CursorShape CROSS_HAIR = shape(
            0xca7a_0004L,
            8,
            8,
            "        #",
            "        #",
            "        #",
            "        #",
            "        #",
            "        #",
            "",
            "",
            "######  #  ######",
            "",
            "",
            "        #",
            "        #",
            "        #",
            "        #",
            "        #",
            "        #");

    private static final int BLACK = 0xff000000;
    private static final int WHITE = 0xffffffff;

    private CursorShapes() {}

    /** A picture from rows of black pixels; the white edge adds a pixel on every side. */
    private static CursorShape shape(long unique, int hotSpotX, int hotSpotY, String... rows) {
        int width = 0;
        for (String row : rows) {
            width = Math.max(width, row.length());
        }
        width += 2;
        int height = rows.length + 2;
        int[] argb = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (isBlack(rows, x - 1, y - 1)) {
                    argb[y * width + x] = BLACK;
                } else if (touchesBlack(rows, x - 1, y - 1)) {
                    argb[y * width + x] = WHITE;
                }
            }
        }
        return CursorShape.argb(unique, width, height, hotSpotX + 1, hotSpotY + 1, argb);
    }

    private static boolean touchesBlack(String[] rows, int x, int y) {
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                if (isBlack(rows, x + dx, y + dy)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isBlack(String[] rows, int x, int y) {
        return y >= 0 && y < rows.length && x >= 0 && x < rows[y].length() && rows[y].charAt(x) == '#';
    }
}
