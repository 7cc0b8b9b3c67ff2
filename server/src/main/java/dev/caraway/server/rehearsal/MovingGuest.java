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

/** A guest whose memory is a number: a box goes over a background, and a pattern in it changes. */
final class MovingGuest implements Guest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int BOX_SIDE = 96;
    private static final int STEP_PIXELS = 8;
    private static final int CURSOR_SIDE = 16;
    private static final int BACKGROUND = 0x204060;

    private final GuestState state = new Memory();
    private @Nullable FramebufferDisplay display;
    /** Loop and guest's thread take turns. */
    private int step;

    /** Shows the next picture; on the loop. */
    void draw() {
        int left = left();
        step++;
        if (display != null) {
            display.damage(Math.min(left, left()), 0, BOX_SIDE + STEP_PIXELS, HEIGHT);
            display.moveCursor(left(), 1);
        }
    }

    private int left() {
        return step * STEP_PIXELS % (WIDTH - BOX_SIDE);
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
                int left = left();
                for (int y = area.top(); y < area.bottom(); y++) {
                    int row = offset + (y - area.top()) * stride;
                    for (int x = area.left(); x < area.right(); x++) {
                        pixels[row + x - area.left()] = pixel(x - left, y);
                    }
                }
            }
        };
    }

    private int pixel(int x, int y) {
        if (x < 0 || x >= BOX_SIDE || y >= BOX_SIDE) {
            return BACKGROUND;
        }
        // Half of it is what a text is for an image codec, half of it moves with the box.
        return y < BOX_SIDE / 2 ? (x * 7 + y * 3) * 0x10305 & 0xffffff : (x * y + step) % 5 == 0 ? 0 : 0xffffff;
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
