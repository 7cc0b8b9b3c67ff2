package dev.caraway.server.demo;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What a replay waits for: the server tells it, the replay's thread waits.
 *
 * <p>Every wait ends with a {@link CancellationException} once the server closes.
 */
final class ReplayGate {

    /** What a client takes to settle after its display channel was initialised. */
    private static final long CLIENT_SETTLES_NANOS = TimeUnit.MILLISECONDS.toNanos(700);

    private final ReplayClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock.
    private boolean isRunning;
    private boolean isClosed;
    /** Whether the replay's thread waits here, or has ended. */
    private boolean isStill;

    private int viewers;
    private long clientSinceNanos;

    ReplayGate(ReplayClock clock) {
        this.clock = clock;
    }

    void run(boolean mayRun) {
        change(() -> isRunning = mayRun);
    }

    void viewers(int count) {
        change(() -> {
            if (viewers == 0) {
                clientSinceNanos = clock.nanos();
            }
            viewers = count;
        });
    }

    void close() {
        change(() -> isClosed = true);
    }

    /** Waits, on another thread than the replay's, until that one draws no more as it may not run. */
    void awaitStill() {
        lock.lock();
        try {
            clock.await(changed, Long.MAX_VALUE, () -> isClosed || (!isRunning && isStill));
            requireOpen();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the replay was interrupted");
        } finally {
            lock.unlock();
        }
    }

    /** The replay's thread has ended. */
    void end() {
        change(() -> isStill = true);
    }

    void awaitRunning() {
        awaitThat(() -> isRunning);
    }

    void awaitNobody() {
        awaitThat(() -> viewers == 0);
    }

    /** Waits until a client has been there for a while. */
    void awaitClient() {
        lock.lock();
        try {
            while (true) {
                awaitThat(() -> isRunning && viewers > 0);
                long left = clientSinceNanos + CLIENT_SETTLES_NANOS - clock.nanos();
                if (left <= 0) {
                    return;
                }
                await(left, () -> !isRunning || viewers == 0);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a moment at which the guest runs.
     *
     * @return that moment, or the one at which the guest ran again if it stood still
     */
    long awaitMoment(long moment) {
        lock.lock();
        try {
            long due = moment;
            while (true) {
                if (!isRunning) {
                    awaitRunning();
                    due = Math.max(due, clock.nanos());
                }
                requireOpen();
                long left = due - clock.nanos();
                if (left <= 0) {
                    return due;
                }
                await(left, () -> !isRunning);
            }
        } finally {
            lock.unlock();
        }
    }

    void awaitCompletion(CompletionStage<Void> stage) {
        AtomicBoolean isDone = new AtomicBoolean();
        AtomicBoolean hasFailed = new AtomicBoolean();
        stage.whenComplete((nothing, failure) -> change(() -> {
            hasFailed.set(failure != null);
            isDone.set(true);
        }));
        awaitThat(isDone::get);
        if (hasFailed.get()) {
            // The display is closed: this pass was not seen to its end, and nothing may be said of it.
            throw new CancellationException("the display was closed during the replay");
        }
    }

    private void awaitThat(BooleanSupplier condition) {
        await(Long.MAX_VALUE, condition);
    }

    private void await(long nanos, BooleanSupplier condition) {
        lock.lock();
        try {
            isStill = true;
            changed.signalAll();
            clock.await(changed, nanos, () -> isClosed || condition.getAsBoolean());
            requireOpen();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the replay was interrupted");
        } finally {
            isStill = false;
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (isClosed) {
            throw new CancellationException("the server closes");
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
