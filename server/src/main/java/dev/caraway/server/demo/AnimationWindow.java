package dev.caraway.server.demo;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.guest.GuestDisplay;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Shapes that bounce off the window's edges, a step a frame; still until started. */
final class AnimationWindow extends Window {

    private static final List<Color> COLOURS = List.of(
            new Color(0xd96c4f),
            new Color(0xe2b93b),
            new Color(0x6fae8f),
            new Color(0x5b92c2),
            new Color(0xa77fb5),
            new Color(0xd9a0a0));
    // Drawn once: the edges of smooth shapes depend a little on the clip, and what was not damaged must not change.
    private static final List<BufferedImage> PICTURES = pictures();
    private static final int SIZE_PIXELS = 22;
    private static final int SIZE_STEP_PIXELS = 5;
    private static final double MAX_STEP_PIXELS = 16;

    /** A shape by the top left corner of its box and its pixels a frame. */
    private record Shape(int index, double x, double y, double dx, double dy) {

        int size() {
            return sizePixels(index);
        }

        Rect box() {
            return Rect.ofSize((int) x, (int) y, size(), size());
        }

        Shape stepped(int width, int height) {
            double nextX = x + dx;
            double nextY = y + dy;
            boolean bouncesX = nextX < 0 || nextX + size() > width;
            boolean bouncesY = nextY < 0 || nextY + size() > height;
            return new Shape(
                    index, inside(nextX, width), inside(nextY, height), bouncesX ? -dx : dx, bouncesY ? -dy : dy);
        }

        private double inside(double place, int side) {
            return Math.max(0, Math.min(place, side - size()));
        }
    }

    private final List<Shape> shapes = new ArrayList<>();
    private boolean animated;

    AnimationWindow() {
        super("Animation");
        start();
    }

    boolean isAnimated() {
        return animated;
    }

    void animate(boolean on) {
        animated = on;
    }

    void onFrame() {
        if (animated) {
            for (int i = 0; i < shapes.size(); i++) {
                Shape before = shapes.get(i);
                Shape after = before.stepped(content().width(), content().height());
                shapes.set(i, after);
                damage(before.box().union(after.box()));
            }
        }
    }

    @Override
    void reset() {
        animated = false;
        start();
        damageAll();
    }

    @Override
    void save(StateWriter out) throws IOException {
        out.flag(animated);
        for (Shape shape : shapes) {
            out.fraction(shape.x());
            out.fraction(shape.y());
            out.fraction(shape.dx());
            out.fraction(shape.dy());
        }
    }

    @Override
    void load(StateReader in) throws IOException {
        animated = in.flag("animation");
        for (int i = 0; i < shapes.size(); i++) {
            shapes.set(
                    i,
                    new Shape(
                            i,
                            in.fraction("shape x", 0, GuestDisplay.MAX_SIDE_PIXELS),
                            in.fraction("shape y", 0, GuestDisplay.MAX_SIDE_PIXELS),
                            in.fraction("shape pixels a frame", -MAX_STEP_PIXELS, MAX_STEP_PIXELS),
                            in.fraction("shape pixels a frame", -MAX_STEP_PIXELS, MAX_STEP_PIXELS)));
        }
    }

    @Override
    void paintContent(Graphics2D pen) {
        pen.setColor(Theme.NIGHT);
        pen.fillRect(0, 0, content().width(), content().height());
        for (Shape shape : shapes) {
            pen.drawImage(
                    PICTURES.get(shape.index()), shape.box().left(), shape.box().top(), null);
        }
    }

    private void start() {
        shapes.clear();
        for (int i = 0; i < COLOURS.size(); i++) {
            shapes.add(new Shape(i, 14 + 52 * i, 12 + 17 * (i % 3), 3.5 - 0.75 * i, 1.5 + 0.5 * (i % 4)));
        }
    }

    private static List<BufferedImage> pictures() {
        List<BufferedImage> pictures = new ArrayList<>();
        for (int i = 0; i < COLOURS.size(); i++) {
            int size = sizePixels(i);
            BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
            Graphics2D pen = Theme.pen(picture);
            pen.setColor(COLOURS.get(i));
            if (i % 2 == 0) {
                pen.fillOval(0, 0, size, size);
            } else {
                pen.fillRect(0, 0, size, size);
            }
            pen.dispose();
            pictures.add(picture);
        }
        return List.copyOf(pictures);
    }

    private static int sizePixels(int index) {
        return SIZE_PIXELS + index * SIZE_STEP_PIXELS;
    }
}
