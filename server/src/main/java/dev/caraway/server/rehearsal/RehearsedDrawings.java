package dev.caraway.server.rehearsal;

import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.guest.CommandDisplay;
import java.util.Random;

/**
 * What a desktop draws all day: lines of text, buttons, fills, windows that are made beside the screen and copied onto
 * it, what scrolls, and now and then a photograph.
 */
final class RehearsedDrawings {

    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;
    private static final int WINDOW_SURFACE = 1;
    private static final int WINDOW_SIDE = 128;
    private static final int PHOTOGRAPH_SIDE = 96;

    /** Of so many drawings one is a photograph, which costs as much as all others. */
    private static final int DRAWINGS_PER_PHOTOGRAPH = 128;

    /** Pieces of text that come again, as letters do. */
    private static final int KEPT_IMAGES = 64;

    private final CommandDisplay display;
    private final Random random = new Random(1);
    private int drawings;

    RehearsedDrawings(CommandDisplay display) {
        this.display = display;
    }

    /** Makes the primary surface and a window. */
    void begin() {
        display.createSurface(0, WIDTH, HEIGHT, SurfaceFormat.XRGB_32, null);
        display.createSurface(WINDOW_SURFACE, WINDOW_SIDE, WINDOW_SIDE, SurfaceFormat.XRGB_32, null);
    }

    /** Draws once. */
    void next() {
        drawings++;
        if (drawings % DRAWINGS_PER_PHOTOGRAPH == 0) {
            copy(0, image(0, PHOTOGRAPH_SIDE, PHOTOGRAPH_SIDE, this::photograph));
            return;
        }
        switch (random.nextInt(8)) {
            case 0, 1 -> fill(0, place(WIDTH, HEIGHT, 1 + random.nextInt(80), 1 + random.nextInt(24)));
            case 2 -> copy(0, image(0, 24 + random.nextInt(56), 12 + random.nextInt(12), this::text));
            case 3 -> copy(0, keptImage(24, 24));
            case 4 -> copy(WINDOW_SURFACE, keptImage(8, 13));
            case 5 -> copy(WINDOW_SURFACE, image(0, 8 + random.nextInt(24), 8, this::text));
            case 6 -> showWindow();
            default -> scroll();
        }
    }

    private void fill(int surface, Rect area) {
        display.draw(new DrawFill(
                base(surface, area), new SolidBrush(random.nextInt(1 << 24)), RopDescriptor.OP_PUT, Mask.NONE));
    }

    private void copy(int surface, Image image) {
        int width = image.descriptor().width();
        int height = image.descriptor().height();
        boolean isPrimary = surface == 0;
        Rect to = place(isPrimary ? WIDTH : WINDOW_SIDE, isPrimary ? HEIGHT : WINDOW_SIDE, width, height);
        copy(surface, to, image, Rect.ofSize(0, 0, width, height));
    }

    private void copy(int surface, Rect to, Image image, Rect from) {
        display.draw(
                new DrawCopy(base(surface, to), image, from, RopDescriptor.OP_PUT, ScaleMode.INTERPOLATE, Mask.NONE));
    }

    private void showWindow() {
        int side = 16 + random.nextInt(WINDOW_SIDE - 16);
        Image window = new Image(new ImageDescriptor(0, 0, WINDOW_SIDE, WINDOW_SIDE), new SurfaceData(WINDOW_SURFACE));
        copy(0, place(WIDTH, HEIGHT, side, side), window, Rect.ofSize(0, 0, side, side));
    }

    private void scroll() {
        int lines = 1 + random.nextInt(16);
        Rect to = Rect.ofSize(0, 0, WIDTH, HEIGHT - lines);
        display.draw(new CopyBits(base(0, to), new Point(0, lines)));
    }

    private static DrawBase base(int surface, Rect area) {
        return new DrawBase(surface, area, Clip.NONE);
    }

    private Rect place(int width, int height, int wide, int high) {
        return Rect.ofSize(random.nextInt(width - wide + 1), random.nextInt(height - high + 1), wide, high);
    }

    /** The color of a pixel, red in bits 16 to 23. */
    private interface Pixels {

        int at(int x, int y);
    }

    /** An image that has an id of its own, as a driver gives it to what it draws again and again. */
    private Image keptImage(int width, int height) {
        int id = 1 + random.nextInt(KEPT_IMAGES);
        return image(
                (long) id << 16 | width, width, height, (x, y) -> (x * 5 + y * 3 + id) % 7 < 2 ? 0x202020 : 0xf0f0f0);
    }

    private static Image image(long id, int width, int height, Pixels pixels) {
        byte[] bytes = new byte[width * height * Integer.BYTES];
        int at = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int color = pixels.at(x, y);
                bytes[at++] = (byte) color;
                bytes[at++] = (byte) (color >> 8);
                bytes[at++] = (byte) (color >> 16);
                bytes[at++] = (byte) 0xff;
            }
        }
        int flags = id == 0 ? 0 : ImageDescriptor.CACHE_ME;
        BitmapData bitmap = new BitmapData(
                BitmapFormat.RGBA, BitmapData.TOP_DOWN, width, height, width * Integer.BYTES, null, Bytes.wrap(bytes));
        return new Image(new ImageDescriptor(id, flags, width, height), bitmap);
    }

    /** Strokes with soft edges on one color. */
    private int text(int x, int y) {
        boolean isBackground = (x >> 3) * 7 % 5 == 0 || y % 12 < 2;
        int shade = isBackground
                ? 0xff
                : switch (random.nextInt(4)) {
                    case 0 -> 0x20;
                    case 1 -> 0x80;
                    default -> 0xff;
                };
        return shade * 0x10101;
    }

    private int photograph(int x, int y) {
        int noise = random.nextInt(8);
        return (x + y + noise) << 16 | (2 * x + noise) << 8 | (255 - y - noise);
    }
}
