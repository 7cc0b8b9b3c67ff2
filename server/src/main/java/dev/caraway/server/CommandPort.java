package dev.caraway.server;

import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.cache.ContentIndex;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.cursor.CursorChannel;
import dev.caraway.server.display.DisplayChannel;
import dev.caraway.server.guest.CommandDisplay;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.guest.Head;
import dev.caraway.server.surface.Surfaces;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The crossing between a drawing guest's threads and the loop: commands are checked and queued on theirs, drawn on ours.
 *
 * <p>INVARIANT: the lock is not let go between a command's check and its place in the queue, so that what was checked is
 * still true when its turn comes.
 */
final class CommandPort implements CommandDisplay {

    /** After so many commands, or so many pixels, the loop has other things to do. */
    private static final int COMMANDS_PER_TURN = 64;

    private static final long PIXELS_PER_TURN = 4L << 20;

    /** A command on its way, and how many pixels it touches. */
    private record Pending(long pixels, Runnable onLoop) {}

    private final Loop loop;
    private final DisplayChannel display;
    private final CursorChannel cursor;
    private final int headsMax;
    private final ContentIndex contents;
    private final Consumer<Throwable> onMistake;
    private final Object lock = new Object();

    // Guarded by the lock.
    private final CommandCheck check = new CommandCheck();
    private final Queue<Pending> pending = new ArrayDeque<>();
    private final Queue<CompletableFuture<Void>> awaitingDrain = new ArrayDeque<>();
    private boolean isScheduled;
    private boolean isClosed;

    /**
     * @param headsMax how many heads it may have
     * @param contents recognises images that come again
     * @param onMistake told of a checked command that can not be drawn: our mistake, not the guest's
     */
    CommandPort(
            Loop loop,
            DisplayChannel display,
            CursorChannel cursor,
            int headsMax,
            ContentIndex contents,
            Consumer<Throwable> onMistake) {
        this.loop = loop;
        this.display = display;
        this.cursor = cursor;
        this.headsMax = headsMax;
        this.contents = contents;
        this.onMistake = onMistake;
    }

    @Override
    public void createSurface(int surfaceId, int width, int height, SurfaceFormat format, @Nullable Bytes pixels) {
        create(
                surfaceId,
                width,
                height,
                format,
                pixels,
                () -> display.createSurface(surfaceId, width, height, format, pixels));
    }

    @Override
    public void createPrimary(int width, int height, SurfaceFormat format, @Nullable Bytes pixels, List<Head> heads) {
        List<dev.caraway.protocol.display.Head> onWire = GuestHeads.onWire(heads, headsMax);
        create(
                Surfaces.PRIMARY,
                width,
                height,
                format,
                pixels,
                () -> display.createPrimary(width, height, format, pixels, onWire));
    }

    private void create(
            int surfaceId, int width, int height, SurfaceFormat format, @Nullable Bytes pixels, Runnable onLoop) {
        synchronized (lock) {
            awaitRoom();
            boolean replaces = check.onCreate(surfaceId, width, height, format, pixels);
            submit((long) width * height, () -> {
                if (replaces) {
                    display.destroySurface(surfaceId);
                }
                onLoop.run();
            });
        }
    }

    @Override
    public void destroySurface(int surfaceId) {
        synchronized (lock) {
            awaitRoom();
            check.onDestroy(surfaceId);
            submit(0, () -> display.destroySurface(surfaceId));
        }
    }

    @Override
    public void draw(DrawMessage drawable) {
        synchronized (lock) {
            awaitRoom();
            check.check(drawable);
            DrawMessage own = ContentIndex.withoutForeignIds(drawable);
            submit(drawable.base().box().area(), () -> display.draw(own, contents::recognisePicture));
        }
    }

    @Override
    public CompletionStage<Void> drained() {
        CompletableFuture<Void> drained = new CompletableFuture<>();
        synchronized (lock) {
            awaitRoom();
            if (isClosed) {
                return CompletableFuture.failedStage(closed());
            }
            awaitingDrain.add(drained);
            submit(0, () -> display.whenDrained(this::onDrained));
        }
        return drained.minimalCompletionStage();
    }

    @Override
    public void heads(List<Head> heads) {
        List<dev.caraway.protocol.display.Head> onWire = GuestHeads.onWire(heads, headsMax);
        submitInOrder(() -> display.configureHeads(onWire));
    }

    @Override
    public void cursor(CursorShape shape) {
        submitInOrder(() -> cursor.show(shape));
    }

    @Override
    public void moveCursor(int x, int y) {
        submitInOrder(() -> cursor.move(x, y));
    }

    @Override
    public void hideCursor() {
        submitInOrder(cursor::hide);
    }

    /** Runs {@code task} on the loop behind all that waits to be drawn. */
    void whenHeard(Runnable task) {
        synchronized (lock) {
            submit(0, task);
        }
    }

    /** The surfaces of another host have taken the place of those here, on the loop; the guest has not drawn yet. */
    void onRestored() {
        synchronized (lock) {
            check.restore(display.surfaces().all());
        }
    }

    /** Nobody draws any more; whoever waits for room or for the end of drawing is let go. */
    void close() {
        List<CompletableFuture<Void>> undrained;
        synchronized (lock) {
            isClosed = true;
            pending.clear();
            undrained = List.copyOf(awaitingDrain);
            awaitingDrain.clear();
            lock.notifyAll();
        }
        undrained.forEach(drained -> drained.completeExceptionally(closed()));
    }

    /** They are drained in the order in which they were asked for. */
    private void onDrained() {
        CompletableFuture<Void> oldest;
        synchronized (lock) {
            oldest = awaitingDrain.poll();
        }
        if (oldest != null) {
            oldest.complete(null);
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("display: expected the server to be open");
    }

    private void submitInOrder(Runnable onLoop) {
        synchronized (lock) {
            awaitRoom();
            submit(0, onLoop);
        }
    }

    /** Waits until one more command may be queued; gives the lock away meanwhile, so it comes before every check. */
    private void awaitRoom() {
        boolean interrupted = false;
        while (pending.size() >= MAX_PENDING_COMMANDS && !isClosed && !loop.inLoop()) {
            try {
                lock.wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(long pixels, Runnable onLoop) {
        if (isClosed) {
            return;
        }
        pending.add(new Pending(pixels, onLoop));
        if (!isScheduled) {
            isScheduled = true;
            loop.execute(this::run);
        }
    }

    private void run() {
        long pixels = 0;
        for (int i = 0; i < COMMANDS_PER_TURN && pixels < PIXELS_PER_TURN; i++) {
            Pending command;
            synchronized (lock) {
                command = pending.poll();
                if (command == null) {
                    isScheduled = false;
                    return;
                }
                lock.notifyAll();
            }
            pixels += command.pixels();
            try {
                command.onLoop().run();
            } catch (Throwable e) {
                // An error too, such as memory that a client's frame could not have: the guest must not wait for ever.
                onMistake.accept(e);
            }
        }
        loop.execute(this::run);
    }
}
