package dev.caraway.server.framebuffer;

import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.cache.ContentIndex;
import dev.caraway.server.render.Renderer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A frame buffer that a test paints on, and the surface that commands are drawn on as a client draws them. */
final class DrivenScreen {

    private static final int RGB = 0xffffff;

    final int width;
    final int height;
    final int[] pixels;
    final Raster shown;
    private final FramebufferDiff diff = new FramebufferDiff(new ContentIndex(11, 13));

    DrivenScreen(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new int[width * height];
        this.shown = Raster.allocate(PixelFormat.XRGB32, width, height);
    }

    Rect bounds() {
        return Rect.ofSize(0, 0, width, height);
    }

    /** Brings the surface to what was painted; the commands that it took. */
    List<DrawMessage> update(Rect... damaged) {
        List<DrawMessage> drawn = new ArrayList<>();
        diff.update(shown, List.of(damaged), this::read, drawing -> {
            drawn.add(drawing);
            Renderer.draw(drawing, shown, id -> shown);
        });
        return drawn;
    }

    void updateUnseen(Rect... damaged) {
        diff.updateUnseen(shown, List.of(damaged), this::read);
    }

    void read(Rect area, int[] target, int offset, int stride) {
        for (int y = area.top(); y < area.bottom(); y++) {
            int to = offset + (y - area.top()) * stride;
            System.arraycopy(pixels, y * width + area.left(), target, to, area.width());
        }
    }

    /** The first pixel that is shown otherwise than it was painted; -1 if there is none. */
    int firstDifference() {
        IntBuffer drawn =
                ByteBuffer.wrap(shown.pixels()).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        for (int i = 0; i < pixels.length; i++) {
            if (((drawn.get(i) ^ pixels[i]) & RGB) != 0) {
                return i;
            }
        }
        return -1;
    }

    void fill(Rect area, int color) {
        Rect inside = area.intersection(bounds());
        for (int y = inside.top(); y < inside.bottom(); y++) {
            Arrays.fill(pixels, y * width + inside.left(), y * width + inside.right(), color);
        }
    }

    void noise(Rect area, Random random) {
        Rect inside = area.intersection(bounds());
        for (int y = inside.top(); y < inside.bottom(); y++) {
            for (int x = inside.left(); x < inside.right(); x++) {
                pixels[y * width + x] = random.nextInt();
            }
        }
    }

    /** Moves the pixels of an area; where they were they stay. */
    void move(Rect area, int dx, int dy) {
        int[] before = pixels.clone();
        Rect inside = area.intersection(bounds()).translated(dx, dy).intersection(bounds());
        for (int y = inside.top(); y < inside.bottom(); y++) {
            int from = (y - dy) * width + inside.left() - dx;
            System.arraycopy(before, from, pixels, y * width + inside.left(), inside.width());
        }
    }

    /** A line of signs, each of them 8 x 16 pixels and the same wherever it is. */
    void write(int x, int y, String line) {
        for (int i = 0; i < line.length(); i++) {
            Random shape = new Random(line.charAt(i) * 7919L);
            for (int row = 2; row < 14; row++) {
                int bits = line.charAt(i) == ' ' ? 0 : shape.nextInt();
                for (int column = 1; column < 7; column++) {
                    if (((bits >> column) & 1) != 0) {
                        fill(Rect.ofSize(x + i * 8 + column, y + row, 1, 1), 0xc0c0c0);
                    }
                }
            }
        }
    }

    /** A line that no other seed gives. */
    static String words(Random random, int columns) {
        StringBuilder line = new StringBuilder();
        int length = random.nextInt(columns);
        while (line.length() < length) {
            line.append(random.nextInt(5) == 0 ? ' ' : (char) ('a' + random.nextInt(26)));
        }
        return line.toString();
    }
}
