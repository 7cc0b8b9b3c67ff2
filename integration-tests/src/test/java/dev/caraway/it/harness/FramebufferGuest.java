package dev.caraway.it.harness;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.FramebufferDisplay;
import dev.caraway.server.guest.FramebufferSource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.guest.Head;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A guest with pixels in memory. A test paints on it from its own thread; the picture and the digest of the picture are
 * consistent because painting, reading and asking take turns.
 */
public final class FramebufferGuest implements Guest, FramebufferSource {

    private final RecordingInputs inputs = new RecordingInputs();
    private int width;
    private int height;
    private int[] pixels;
    private @Nullable FramebufferDisplay display;

    public FramebufferGuest(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new int[width * height];
    }

    @Override
    public DisplaySource display() {
        return this;
    }

    @Override
    public GuestInputs inputs() {
        return inputs;
    }

    /** What clients did. */
    public RecordingInputs recorded() {
        return inputs;
    }

    @Override
    public synchronized void attach(FramebufferDisplay attached) {
        display = attached;
        attached.resize(width, height);
    }

    @Override
    public synchronized void readPixels(Rect area, int[] target, int offset, int stride) {
        for (int y = area.top(); y < area.bottom(); y++) {
            // A resize may be on its way to the server, which then asks for pixels that are no more.
            if (y < height && area.right() <= width) {
                System.arraycopy(
                        pixels, y * width + area.left(), target, offset + (y - area.top()) * stride, area.width());
            }
        }
    }

    /** The server's end, for cursors and heads; only after the server has started. */
    public synchronized FramebufferDisplay port() {
        if (display == null) {
            throw new IllegalStateException("guest: expected a server");
        }
        return display;
    }

    /** Another size, all of it in one colour. */
    public synchronized void resize(int newWidth, int newHeight, int color) {
        width = newWidth;
        height = newHeight;
        pixels = new int[width * height];
        Arrays.fill(pixels, color);
        port().resize(width, height);
    }

    /** As large as these heads need, all of it in one colour. */
    public synchronized void resize(List<Head> heads, int color) {
        width = heads.stream().mapToInt(head -> head.x() + head.width()).max().orElseThrow();
        height = heads.stream().mapToInt(head -> head.y() + head.height()).max().orElseThrow();
        pixels = new int[width * height];
        Arrays.fill(pixels, color);
        port().resize(width, height, heads);
    }

    /** Fills a rectangle that lies inside. */
    public synchronized void fill(Rect area, int color) {
        for (int y = area.top(); y < area.bottom(); y++) {
            Arrays.fill(pixels, y * width + area.left(), y * width + area.right(), color);
        }
        port().damage(area.left(), area.top(), area.width(), area.height());
    }

    /** Fills everything with noise, which no codec makes smaller. */
    public synchronized void noise(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = random.nextInt() & 0xffffff;
        }
        port().damage(0, 0, width, height);
    }

    /** Shows a frame of a film: smooth colours that move with its number. */
    public synchronized void film(Rect area, int number) {
        for (int y = area.top(); y < area.bottom(); y++) {
            for (int x = area.left(); x < area.right(); x++) {
                pixels[y * width + x] = filmColor(number, x - area.left(), y - area.top());
            }
        }
        port().damage(area.left(), area.top(), area.width(), area.height());
    }

    /** The colour of a pixel in a frame of a film. */
    static int filmColor(int number, int x, int y) {
        int red = wave(x + 3 * number, 70);
        int green = wave(y - 2 * number, 90);
        // As no picture moves: otherwise it would be moved, and no film.
        int blue = wave(x + y + 5 * number, 110);
        return red << 16 | green << 8 | blue;
    }

    private static int wave(int at, int length) {
        return (int) (128 + 100 * Math.sin(2 * Math.PI * at / length));
    }

    /** The digest of what a client should see. */
    public synchronized String sha256() {
        return Pictures.sha256(pixels);
    }
}
