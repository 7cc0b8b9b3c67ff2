package dev.caraway.server.rehearsal;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.FramebufferDisplay;
import dev.caraway.server.guest.FramebufferSource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestState;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A guest whose memory is a number: shapes go over a background, a round one, one that changes, a colorful one, and so on;
 * beside them is a small video.
 */
final class MovingGuest implements Guest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int SHAPES = 6;
    private static final int SHAPE_SIDE = 48;
    private static final int ROW_PIXELS = 80;
    private static final int VIDEO_LEFT = 480;
    private static final int VIDEO_SIDE = 128;
    private static final int STEP_PIXELS = 3;
    private static final int CURSOR_SIDE = 16;
    private static final int BACKGROUND = 0x204060;

    private final GuestState state = new Memory();
    private @Nullable FramebufferDisplay display;
    /** Loop and guest's thread take turns. */
    private int step;

    /** Shows the next picture; on the loop. */
    void draw() {
        step++;
        if (display != null) {
            for (int shape = 0; shape < SHAPES; shape++) {
                int left = left(shape) - STEP_PIXELS * (shape + 1);
                display.damage(left, shape * ROW_PIXELS, SHAPE_SIDE + STEP_PIXELS * (shape + 1), SHAPE_SIDE);
            }
            display.damage(VIDEO_LEFT, 0, VIDEO_SIDE, VIDEO_SIDE);
            display.moveCursor(left(0), 1);
        }
    }

    private int left(int shape) {
        return (1 + step) * STEP_PIXELS * (shape + 1) % (VIDEO_LEFT - SHAPE_SIDE);
    }

    @Override
    public DisplaySource display() {
        return new FramebufferSource() {
            @Override
            public void attach(FramebufferDisplay attached) {
                display = attached;
                attached.resize(WIDTH, HEIGHT);
                attached.cursor(
                        CursorShape.argb(1, CURSOR_SIDE, CURSOR_SIDE, 0, 0, new int[CURSOR_SIDE * CURSOR_SIDE]));
            }

            @Override
            public void readPixels(Rect area, int[] pixels, int offset, int stride) {
                for (int y = area.top(); y < area.bottom(); y++) {
                    int shape = y / ROW_PIXELS;
                    int left = left(shape);
                    int row = offset + (y - area.top()) * stride;
                    for (int x = area.left(); x < area.right(); x++) {
                        pixels[row + x - area.left()] =
                                x < VIDEO_LEFT ? pixel(shape, x - left, y % ROW_PIXELS) : video(x - VIDEO_LEFT, y);
                    }
                }
            }
        };
    }

    private int pixel(int shape, int x, int y) {
        if (x < 0 || x >= SHAPE_SIDE || y >= SHAPE_SIDE) {
            return BACKGROUND;
        }
        int center = SHAPE_SIDE / 2;
        boolean isRound = (x - center) * (x - center) + (y - center) * (y - center) < center * center;
        return switch (shape % 3) {
            case 0 -> isRound ? 0xd96c4f + shape : BACKGROUND;
            case 1 -> (x * y + step) % 5 == 0 ? 0 : 0xffffff;
            default -> (x * 7 + y * 3) * 0x10305 & 0xffffff;
        };
    }

    private int video(int x, int y) {
        if (x >= VIDEO_SIDE || y >= VIDEO_SIDE) {
            return BACKGROUND;
        }
        return wave(x + 3 * step) << 16 | wave(y + 2 * step) << 8 | wave(x + y - 4 * step);
    }

    /** Soft, as in what a camera sees. */
    private static int wave(int phase) {
        int place = Math.floorMod(phase, 256);
        return place < 128 ? 64 + place : 64 + 255 - place;
    }

    @Override
    public Optional<GuestState> state() {
        return Optional.of(state);
    }

    /** What moves. */
    private final class Memory implements GuestState {

        private static final int BYTES = 1 << 16;

        @Override
        public String kind() {
            return "rehearsed/1";
        }

        @Override
        public boolean saveWhileRunning(int round, OutputStream out) throws IOException {
            out.write(new byte[BYTES]);
            return false;
        }

        @Override
        public void loadWhileRunning(int round, InputStream in) throws IOException {
            in.readAllBytes();
        }

        @Override
        public void save(OutputStream out) throws IOException {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            new DataOutputStream(written).writeInt(step);
            out.write(written.toByteArray());
        }

        @Override
        public void load(InputStream in) throws IOException {
            step = new DataInputStream(in).readInt();
        }
    }
}
