package dev.caraway.server;

import dev.caraway.server.channel.Loop;
import dev.caraway.server.cursor.CursorChannel;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.guest.InputsPort;
import dev.caraway.server.inputs.InputsChannel;
import dev.caraway.server.main.MainChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The crossing between a guest's threads and the loop for its cursor and its input devices.
 *
 * <p>Of each thing that a guest tells only the newest counts, so that what waits for the loop never grows.
 */
final class PointerPort implements InputsPort {

    /** What can be told; each waits at most once. */
    private enum News {
        SHAPE,
        PLACE,
        LOCK_KEYS,
        ABSOLUTE_POINTER
    }

    private final Loop loop;
    private final CursorChannel cursor;
    private final InputsChannel inputs;
    private final MainChannel main;
    private final Consumer<Throwable> onMistake;
    private final Object lock = new Object();

    /** In the order in which they were told last; guarded by the lock. */
    private final Map<News, Runnable> pending = new LinkedHashMap<>();

    /** A port that tells {@code onMistake} of news that could not be passed on. */
    PointerPort(
            Loop loop, CursorChannel cursor, InputsChannel inputs, MainChannel main, Consumer<Throwable> onMistake) {
        this.onMistake = onMistake;
        this.loop = loop;
        this.cursor = cursor;
        this.inputs = inputs;
        this.main = main;
    }

    void cursor(CursorShape shape) {
        tell(News.SHAPE, () -> cursor.show(shape));
    }

    void moveCursor(int x, int y) {
        tell(News.PLACE, () -> cursor.move(x, y));
    }

    /** Hiding takes the place of a shape that nobody has been shown yet. */
    void hideCursor() {
        tell(News.SHAPE, cursor::hide);
    }

    @Override
    public void lockKeys(boolean scrollLock, boolean numLock, boolean capsLock) {
        tell(News.LOCK_KEYS, () -> inputs.lockKeys(scrollLock, numLock, capsLock));
    }

    @Override
    public void absolutePointer(boolean present) {
        tell(News.ABSOLUTE_POINTER, () -> main.absolutePointer(present));
    }

    private void tell(News news, Runnable onLoop) {
        synchronized (lock) {
            boolean isScheduled = !pending.isEmpty();
            pending.remove(news);
            pending.put(news, onLoop);
            if (!isScheduled) {
                loop.execute(this::run);
            }
        }
    }

    private void run() {
        List<Runnable> due;
        synchronized (lock) {
            due = List.copyOf(pending.values());
            pending.clear();
        }
        for (Runnable news : due) {
            try {
                news.run();
            } catch (Throwable e) {
                onMistake.accept(e);
            }
        }
    }
}
