package dev.caraway.server.demo;

import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.demo.Keyboard.Locks;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.guest.GuestState;
import dev.caraway.server.guest.Head;
import dev.caraway.server.guest.InputsPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The built-in guest: a small live desktop drawn in Java, with damage for each change.
 *
 * <p>The desktop and every field below belong to the guest's own thread {@code desktop}; callbacks only post to it. The
 * one thing shared with the server's loop is the {@link Screen}.
 */
public final class DesktopGuest implements Guest {

    private static final Logger LOG = LoggerFactory.getLogger(DesktopGuest.class);

    /** Between two pictures of the animation, unless asked otherwise. */
    static final int FRAME_MILLIS = 33;

    private static final int BLINK_MILLIS = 500;
    private static final int SECOND_MILLIS = 1000;

    private final ScheduledThreadPoolExecutor thread;
    private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
    private final Screen screen = new Screen();
    private Clock clock;
    private Desktop desktop;
    private final Timer frames;
    private final Timer blinks = new Timer(BLINK_MILLIS);
    private final Timer seconds = new Timer(SECOND_MILLIS);
    private final boolean isSeparate;
    private final List<DesktopView> views;

    private @Nullable InputsPort port;
    private boolean running;
    private boolean repaintAwaited;
    private @Nullable HeadRow wish;
    private @Nullable CursorShape sentCursor;
    private @Nullable Point sentPointer;
    private @Nullable Locks sentLocks;

    /**
     * A desktop by the words after {@code --guest desktop}.
     *
     * @param options {@code size}: width and height of each head in pixels, {@code 1024x768} if absent; {@code heads}: 1
     *     to 4, 1 if absent; {@code displays}: {@code one} for all heads, as if absent, or {@code separate};
     *     {@code frame-millis}: 1 to 999 between two pictures of the animation, 33 if absent
     * @throws IllegalArgumentException for any other option or value, with one line that says what would be right
     * @throws IllegalStateException if the machine has no font to draw with, with the packages that bring one
     */
    public static DesktopGuest create(Map<String, String> options) {
        HeadRow heads = DesktopOptions.heads(options);
        boolean isSeparate = DesktopOptions.isSeparate(options);
        requireFonts();
        return new DesktopGuest(
                heads, isSeparate, DesktopOptions.frameMillis(options), Clock.system(ZoneId.systemDefault()));
    }

    /** @param isSeparate whether each head is a display of its own */
    DesktopGuest(HeadRow heads, boolean isSeparate, Clock clock) {
        this(heads, isSeparate, FRAME_MILLIS, clock);
    }

    private DesktopGuest(HeadRow heads, boolean isSeparate, int frameMillis, Clock clock) {
        this.clock = clock;
        this.frames = new Timer(frameMillis);
        this.isSeparate = isSeparate;
        // Everything is painted once here, where the caller may wait, rather than in front of the first client.
        desktop = new Desktop(heads, LocalTime.now(clock));
        List<Rect> painted = desktop.repaint();
        screen.publish(heads.width(), heads.height(), desktop.pixels(), painted);
        thread = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread daemon = new Thread(task, "desktop");
                    daemon.setDaemon(true);
                    return daemon;
                },
                // After the end nothing is worth doing.
                new ThreadPoolExecutor.DiscardPolicy());
        thread.setRemoveOnCancelPolicy(true);
        views = isSeparate
                ? DesktopView.separate(screen, heads, this::post, this::onAttached)
                : DesktopView.whole(screen, heads, this::post, this::onAttached);
    }

    /** A display that came later than the pointer and its shape has missed them. */
    private void onAttached() {
        sentPointer = null;
        sentCursor = null;
    }

    @Override
    public DisplaySource display() {
        return views.get(0);
    }

    @Override
    public List<DisplaySource> displays() {
        return List.copyOf(views);
    }

    @Override
    public GuestInputs inputs() {
        return new Inputs();
    }

    @Override
    public void onRun() {
        post(() -> {
            running = true;
            desktop.onTime(LocalTime.now(clock));
            // Whoever looks has waited for as long as it stood still, which may be at another host.
            desktop.onFrame();
            if (wish != null) {
                follow(wish);
            }
        });
    }

    @Override
    public void onPause() {
        post(() -> running = false);
    }

    @Override
    public boolean followsHeadsWish() {
        return true;
    }

    @Override
    public void onHeadsWish(List<Head> heads) {
        post(() -> {
            // Displays of their own neither come nor go.
            HeadRow row = isSeparate ? HeadRow.following(heads, desktop.heads()) : HeadRow.following(heads);
            if (!row.isDrawable()) {
                LOG.info("desktop Cannot follow a client's wish heads={}", heads);
            } else if (running) {
                follow(row);
            } else {
                wish = row;
            }
        });
    }

    @Override
    public Optional<GuestState> state() {
        return Optional.of(new DesktopState(new Desk()));
    }

    @Override
    public void onClose() {
        thread.shutdownNow();
        closed.complete(null);
    }

    /** Waits for the guest's thread to be gone after {@link #onClose}. */
    boolean ends(long timeout, TimeUnit unit) throws InterruptedException {
        return thread.awaitTermination(timeout, unit);
    }

    private final class Inputs implements GuestInputs {

        @Override
        public void attach(InputsPort attached) {
            post(() -> port = attached);
        }

        @Override
        public void onKey(int scancode, boolean down) {
            post(() -> {
                if (running) {
                    desktop.onKey(scancode, down);
                } else if (!down) {
                    desktop.onStillKeyUp(scancode);
                }
            });
        }

        @Override
        public void onMotion(int dx, int dy, int buttons) {
            postInput(() -> desktop.onMotion(dx, dy));
        }

        @Override
        public void onPosition(int display, int x, int y, int buttons) {
            postInput(() -> {
                Point place = views.get(display).onDesktop(x, y);
                desktop.onPosition(place.x(), place.y());
                // The client that sends positions draws the pointer itself.
                sentPointer = desktop.pointer();
            });
        }

        @Override
        public void onButton(int button, boolean down) {
            post(() -> {
                if (running) {
                    desktop.onButton(button, down);
                } else if (!down) {
                    desktop.onStillButtonUp(button);
                }
            });
        }
    }

    /** The desktop while it moves; called on the thread that the server has for that. */
    private final class Desk implements DesktopState.Desk {

        @Override
        public byte[] written() throws IOException {
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            await(() -> {
                // What was told last is painted first: the source's last picture is that of the state.
                report();
                new DesktopState.Moving(isSeparate, clock.getZone(), Optional.ofNullable(wish), desktop)
                        .save(new StateWriter(written));
            });
            return written.toByteArray();
        }

        @Override
        public void show(DesktopState.Moving arrived) throws IOException {
            if (arrived.isSeparate() != isSeparate || arrived.displays() != views.size()) {
                throw new IOException("desktop on " + describe(arrived.isSeparate(), arrived.displays())
                        + ": expected one on " + describe(isSeparate, views.size()));
            }
            await(() -> {
                clock = clock.withZone(arrived.zone());
                desktop = arrived.desktop();
                wish = wish == null ? arrived.wish().orElse(null) : wish;
                sentPointer = null;
                sentCursor = null;
                sentLocks = null;
                showSize();
                report();
            });
        }

        private static String describe(boolean separate, int displays) {
            return separate ? displays + " separate displays" : "one display";
        }

        private void await(Work work) throws IOException {
            CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
            thread.execute(() -> {
                try {
                    work.run();
                    done.complete(null);
                } catch (IOException | RuntimeException | Error e) {
                    done.completeExceptionally(e);
                }
            });
            try {
                // A closed guest's thread does nothing any more.
                CompletableFuture.anyOf(done, closed).get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the move was interrupted");
            } catch (ExecutionException e) {
                throw new IOException("desktop: " + e.getCause(), e);
            }
            if (!done.isDone()) {
                throw new IOException("desktop: expected to be open, it has been closed");
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void requireFonts() {
        try {
            Theme.metrics(Theme.TEXT).charWidth('m');
            Theme.metrics(Theme.LABEL).charWidth('m');
        } catch (RuntimeException | LinkageError | InternalError e) {
            // What the JDK throws depends on what is missing: a library, the configuration or every font.
            throw new IllegalStateException(
                    "fonts: expected one that Java can draw with, got none; install fontconfig and fonts-dejavu-core",
                    e);
        }
    }

    /** Input for a machine that stands still is lost, as it is on real hardware. */
    private void postInput(Runnable event) {
        post(() -> {
            if (running) {
                event.run();
            }
        });
    }

    private void post(Runnable event) {
        thread.execute(() -> {
            try {
                event.run();
                awaitRepaint();
            } catch (RuntimeException e) {
                LOG.error("desktop Failed", e);
            }
        });
    }

    /** Paints after the events that already wait: however fast they come, a picture is painted once. */
    private void awaitRepaint() {
        if (!repaintAwaited) {
            repaintAwaited = true;
            thread.execute(() -> {
                repaintAwaited = false;
                try {
                    report();
                } catch (RuntimeException e) {
                    LOG.error("desktop Failed", e);
                }
            });
        }
    }

    private void follow(HeadRow row) {
        wish = null;
        if (!row.equals(desktop.heads())) {
            desktop.resize(row);
            showSize();
        }
    }

    private void showSize() {
        publish();
        HeadRow row = desktop.heads();
        views.forEach(view -> view.resize(row));
    }

    private void report() {
        List<Rect> painted = publish();
        painted.forEach(area -> views.forEach(view -> view.damage(area)));
        Point pointer = desktop.pointer();
        if (!pointer.equals(sentPointer)) {
            sentPointer = pointer;
            views.forEach(view -> view.moveCursor(pointer));
        }
        CursorShape cursor = desktop.cursor();
        if (!cursor.equals(sentCursor)) {
            sentCursor = cursor;
            views.forEach(view -> view.cursor(cursor));
        }
        if (port != null && !desktop.locks().equals(sentLocks)) {
            sentLocks = desktop.locks();
            port.lockKeys(sentLocks.scroll(), sentLocks.num(), sentLocks.caps());
        }
        frames.set(running && desktop.isAnimated(), () -> desktop.onFrame());
        blinks.set(running && desktop.isBlinking(), () -> desktop.onBlink());
        seconds.set(running, () -> desktop.onTime(LocalTime.now(clock)));
    }

    private List<Rect> publish() {
        List<Rect> painted = desktop.repaint();
        HeadRow row = desktop.heads();
        screen.publish(row.width(), row.height(), desktop.pixels(), painted);
        return painted;
    }

    /** Something that happens again and again while it is on, at whole multiples of its period on the wall clock. */
    private final class Timer {

        private final int periodMillis;
        private @Nullable ScheduledFuture<?> next;

        Timer(int periodMillis) {
            this.periodMillis = periodMillis;
        }

        void set(boolean on, Runnable event) {
            if (!on && next != null) {
                next.cancel(false);
                next = null;
            } else if (on && next == null) {
                long delayMillis = (long) periodMillis - Math.floorMod(clock.millis(), periodMillis);
                next = thread.schedule(
                        () -> {
                            next = null;
                            post(event);
                        },
                        delayMillis,
                        TimeUnit.MILLISECONDS);
            }
        }
    }
}
