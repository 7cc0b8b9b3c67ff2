package dev.caraway.it.interop;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Pixels to look at. */
final class Picture {

    private final int width;
    private final int height;
    private final int[] rgb;

    /** Takes pixels as 0x00RRGGBB, rows from top to bottom without gaps; nobody else changes them. */
    Picture(int width, int height, int[] rgb) {
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /** 0x00RRGGBB, rows from top to bottom without gaps. */
    IntStream rgb() {
        return Arrays.stream(rgb);
    }

    int at(int x, int y) {
        return rgb[y * width + x];
    }

    /** How many pixels have exactly this colour. */
    long count(int colour) {
        return rgb().filter(each -> each == colour).count();
    }

    Picture part(int x, int y, int partWidth, int partHeight) {
        int[] part = new int[partWidth * partHeight];
        for (int row = 0; row < partHeight; row++) {
            System.arraycopy(rgb, (y + row) * width + x, part, row * partWidth, partWidth);
        }
        return new Picture(partWidth, partHeight, part);
    }

    boolean isLike(Picture other) {
        return width == other.width && height == other.height && Arrays.equals(rgb, other.rgb);
    }

    static Picture of(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] rgb = image.getRGB(0, 0, width, height, null, 0, width);
        return new Picture(
                width, height, Arrays.stream(rgb).map(each -> each & 0xffffff).toArray());
    }
}
