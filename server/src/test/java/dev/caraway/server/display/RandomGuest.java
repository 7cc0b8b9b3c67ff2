package dev.caraway.server.display;

import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import java.util.List;
import java.util.Random;

/** Draws, makes and destroys surfaces at random; only what a checked guest may do. */
final class RandomGuest {

    private final Random random;
    private DisplayChannel display;
    private final boolean[] exists = new boolean[4];

    RandomGuest(Random random, DisplayChannel display) {
        this.random = random;
        this.display = display;
        exists[0] = true;
    }

    /** Goes on at another host, which has its surfaces. */
    void moveTo(DisplayChannel target) {
        display = target;
    }

    void act() {
        int surface = anySurface();
        switch (random.nextInt(10)) {
            case 0 -> toggle(1 + random.nextInt(exists.length - 1));
            case 1 ->
                display.draw(
                        new CopyBits(new DrawBase(surface, Rect.ofSize(5, 5, 40, 40), Clip.NONE), new Point(9, 3)));
            case 2, 3 -> display.draw(DisplayChannelTest.copyOfSurface(surface, anyBox(16), anySurface()));
            case 4 ->
                display.draw(new DrawFill(
                        new DrawBase(surface, anyBox(20), Clip.NONE),
                        new SolidBrush(random.nextInt(1 << 24)),
                        RopDescriptor.OP_XOR,
                        Mask.NONE));
            case 5 -> {
                Rect box = anyBox(30);
                Clip clip = new ClipRects(List.of(anyBox(10), anyBox(12)));
                display.draw(DisplayChannelTest.fill(surface, box, random.nextInt(1 << 24), clip));
            }
            case 6 -> {
                if (random.nextInt(60) == 0) {
                    display.destroySurface(0);
                    display.createSurface(
                            0, DisplayChannelTest.SIDE, DisplayChannelTest.SIDE, SurfaceFormat.XRGB_32, null);
                }
            }
            default -> display.draw(DisplayChannelTest.cachedImage(surface, anyBox(16), random.nextInt(30)));
        }
    }

    private void toggle(int id) {
        if (exists[id]) {
            display.destroySurface(id);
        } else {
            display.createSurface(id, DisplayChannelTest.SIDE, DisplayChannelTest.SIDE, SurfaceFormat.ARGB_32, null);
        }
        exists[id] = !exists[id];
    }

    private int anySurface() {
        int id = random.nextInt(exists.length);
        return exists[id] ? id : 0;
    }

    private Rect anyBox(int side) {
        return Rect.ofSize(
                random.nextInt(DisplayChannelTest.SIDE - side),
                random.nextInt(DisplayChannelTest.SIDE - side),
                side,
                side);
    }
}
