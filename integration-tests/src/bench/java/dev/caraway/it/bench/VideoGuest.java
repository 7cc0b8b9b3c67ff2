package dev.caraway.it.bench;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.FramebufferDisplay;
import dev.caraway.server.guest.FramebufferSource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestState;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Plays a video of 25 frames a second, each of which shows its number: below its picture are {@value #BITS} squares, white
 * for a bit that is set, the lowest on the left. moving_client.py reads them.
 */
public final class VideoGuest implements Guest, FramebufferSource, GuestState {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int LEFT = 32;
    private static final int TOP = 32;
    private static final int BITS = 16;
    private static final int SQUARE_SIDE = 20;
    private static final int VIDEO_WIDTH = BITS * SQUARE_SIDE;
    private static final int VIDEO_HEIGHT = 240;
    private static final int SQUARES_TOP = VIDEO_HEIGHT - SQUARE_SIDE;
    private static final int FRAME_MILLIS = 40;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread daemon = new Thread(task, "video");
        daemon.setDaemon(true);
        return daemon;
    });

    private FramebufferDisplay display;
    private ScheduledFuture<?> playing;
    private int frame;

    public static Guest create(Map<String, String> options) {
        if (!options.isEmpty()) {
            throw new IllegalArgumentException("video: expected no options, got " + options);
        }
        return new VideoGuest();
    }

    @Override
    public DisplaySource display() {
        return this;
    }

    @Override
    public synchronized void attach(FramebufferDisplay attached) {
        display = attached;
        attached.resize(WIDTH, HEIGHT);
    }

    @Override
    public synchronized void readPixels(Rect area, int[] pixels, int offset, int stride) {
        for (int y = area.top(); y < area.bottom(); y++) {
            int row = offset + (y - area.top()) * stride;
            for (int x = area.left(); x < area.right(); x++) {
                pixels[row + x - area.left()] = pixel(x - LEFT, y - TOP);
            }
        }
    }

    private int pixel(int x, int y) {
        if (x < 0 || y < 0 || x >= VIDEO_WIDTH || y >= VIDEO_HEIGHT) {
            return 0x303030;
        }
        if (y >= SQUARES_TOP) {
            return (frame >> (x / SQUARE_SIDE) & 1) == 0 ? 0 : 0xffffff;
        }
        int red = wave(x + 3 * frame);
        int green = wave(y + 2 * frame);
        int blue = wave(x + y - 4 * frame);
        return red << 16 | green << 8 | blue;
    }

    /** Soft, as in what a camera sees. */
    private static int wave(int phase) {
        int place = Math.floorMod(phase, 256);
        return place < 128 ? 64 + place : 64 + 255 - place;
    }

    @Override
    public synchronized void onRun() {
        if (playing == null) {
            playing = thread.scheduleAtFixedRate(this::play, 0, FRAME_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void onPause() {
        if (playing != null) {
            playing.cancel(false);
            playing = null;
        }
    }

    private synchronized void play() {
        if (playing != null) {
            frame++;
            display.damage(LEFT, TOP, VIDEO_WIDTH, VIDEO_HEIGHT);
        }
    }

    @Override
    public void onClose() {
        thread.shutdownNow();
    }

    @Override
    public Optional<GuestState> state() {
        return Optional.of(this);
    }

    @Override
    public String kind() {
        return "video/1";
    }

    @Override
    public synchronized void save(OutputStream out) throws IOException {
        new DataOutputStream(out).writeInt(frame);
    }

    @Override
    public synchronized void load(InputStream in) throws IOException {
        frame = new DataInputStream(in).readInt();
    }
}
