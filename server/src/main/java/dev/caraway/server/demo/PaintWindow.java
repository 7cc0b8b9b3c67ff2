package dev.caraway.server.demo;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.guest.GuestDisplay;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** A canvas: the left button draws or picks a colour, the right one clears. */
final class PaintWindow extends Window {

    static final int PALETTE_HEIGHT_PIXELS = 26;

    private static final List<Color> COLOURS = List.of(
            new Color(0x22303a),
            new Color(0xc0392b),
            new Color(0xc9803a),
            new Color(0xe2b93b),
            new Color(0x4d8b4a),
            new Color(0x2f7f86),
            new Color(0x33608f),
            new Color(0x7a4a86));
    private static final int SWATCH_PIXELS = 16;
    private static final int GAP_PIXELS = 5;
    private static final float STROKE_PIXELS = 4;
    private static final int STROKE_REACH_PIXELS = 4;

    private BufferedImage canvas = blank(1, 1);
    private int colour = 1;
    private boolean drawing;
    private int lastX;
    private int lastY;

    PaintWindow() {
        super("Paint");
    }

    @Override
    void reset() {
        colour = 1;
        canvas = blank(canvas.getWidth(), canvas.getHeight());
        damageAll();
    }

    /** The canvas goes as runs of pixels of one colour, since paper is most of it; with the byte that is no colour, too. */
    @Override
    void save(StateWriter out) throws IOException {
        out.number(colour);
        out.flag(drawing);
        out.number(lastX);
        out.number(lastY);
        out.number(canvas.getWidth());
        out.number(canvas.getHeight());
        int[] pixels = pixels(canvas);
        int start = 0;
        for (int i = 1; i <= pixels.length; i++) {
            if (i == pixels.length || pixels[i] != pixels[start]) {
                out.number(i - start);
                out.number(pixels[start]);
                start = i;
            }
        }
    }

    @Override
    void load(StateReader in) throws IOException {
        colour = in.number("colour", 0, COLOURS.size() - 1);
        drawing = in.flag("drawing");
        lastX = in.number("stroke x", -GuestDisplay.MAX_SIDE_PIXELS, GuestDisplay.MAX_SIDE_PIXELS);
        lastY = in.number("stroke y", -GuestDisplay.MAX_SIDE_PIXELS, GuestDisplay.MAX_SIDE_PIXELS);
        int width = in.number("canvas width", Math.max(1, content().width()), WindowLayout.MAX_WIDTH_PIXELS);
        int height = in.number(
                "canvas height",
                Math.max(1, content().height() - PALETTE_HEIGHT_PIXELS),
                WindowLayout.MAX_HEIGHT_PIXELS);
        canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = pixels(canvas);
        int filled = 0;
        while (filled < pixels.length) {
            int end = filled + in.number("canvas run", 1, pixels.length - filled);
            Arrays.fill(pixels, filled, end, in.number("canvas colour", Integer.MIN_VALUE, Integer.MAX_VALUE));
            filled = end;
        }
    }

    @Override
    void onResize(int width, int height) {
        BufferedImage old = canvas;
        // What a smaller window hides is kept for a larger one.
        canvas = blank(Math.max(width, old.getWidth()), Math.max(height - PALETTE_HEIGHT_PIXELS, old.getHeight()));
        Graphics2D pen = canvas.createGraphics();
        pen.drawImage(old, 0, 0, null);
        pen.dispose();
    }

    @Override
    void onPress(int button, int x, int y) {
        if (button == Desktop.RIGHT_BUTTON) {
            canvas = blank(canvas.getWidth(), canvas.getHeight());
            damageAll();
        } else if (button == Desktop.LEFT_BUTTON) {
            drawing = y >= PALETTE_HEIGHT_PIXELS;
            if (drawing) {
                lastX = x;
                lastY = y;
                drawTo(x, y);
            } else {
                pick(x);
            }
        }
    }

    @Override
    void onDrag(int button, int x, int y) {
        if (button == Desktop.LEFT_BUTTON && drawing) {
            drawTo(x, y);
        }
    }

    @Override
    CursorShape cursor() {
        return CursorShapes.CROSS_HAIR;
    }

    @Override
    void paintContent(Graphics2D pen) {
        pen.drawImage(canvas, 0, PALETTE_HEIGHT_PIXELS, null);
        pen.setColor(Theme.INACTIVE);
        pen.fillRect(0, 0, content().width(), PALETTE_HEIGHT_PIXELS);
        for (int i = 0; i < COLOURS.size(); i++) {
            int x = swatchX(i);
            if (i == colour) {
                pen.setColor(Color.WHITE);
                pen.fillRect(x - 2, GAP_PIXELS - 2, SWATCH_PIXELS + 4, SWATCH_PIXELS + 4);
            }
            pen.setColor(COLOURS.get(i));
            pen.fillRect(x, GAP_PIXELS, SWATCH_PIXELS, SWATCH_PIXELS);
        }
    }

    private void pick(int x) {
        int index = (x - GAP_PIXELS / 2) / (SWATCH_PIXELS + GAP_PIXELS);
        if (x >= 0 && index < COLOURS.size() && index != colour) {
            colour = index;
            damage(Rect.ofSize(0, 0, content().width(), PALETTE_HEIGHT_PIXELS));
        }
    }

    private void drawTo(int x, int y) {
        Graphics2D pen = Theme.pen(canvas);
        pen.translate(0, -PALETTE_HEIGHT_PIXELS);
        pen.setColor(COLOURS.get(colour));
        pen.setStroke(new BasicStroke(STROKE_PIXELS, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        pen.drawLine(lastX, lastY, x, y);
        pen.dispose();
        damage(new Rect(
                Math.min(lastX, x) - STROKE_REACH_PIXELS,
                Math.min(lastY, y) - STROKE_REACH_PIXELS,
                Math.max(lastX, x) + STROKE_REACH_PIXELS,
                Math.max(lastY, y) + STROKE_REACH_PIXELS));
        lastX = x;
        lastY = y;
    }

    private static int swatchX(int index) {
        return GAP_PIXELS + index * (SWATCH_PIXELS + GAP_PIXELS);
    }

    private static int[] pixels(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    private static BufferedImage blank(int width, int height) {
        BufferedImage image = new BufferedImage(Math.max(1, width), Math.max(1, height), BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Theme.PAPER);
        pen.fillRect(0, 0, image.getWidth(), image.getHeight());
        pen.dispose();
        return image;
    }
}
