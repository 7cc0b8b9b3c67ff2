package dev.caraway.server.transport;

import dev.caraway.server.link.TicketKey;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are used once, made ahead: the crossing between the loops, which must not make keys, and one daemon thread
 * of low priority that does nothing else. Callable from any thread.
 *
 * <p>The thread rests while enough keys are ready, and makes so few in a second that no flood of links gets more of the
 * processor. While none is ready, links wait in their order; their time for logging in bounds that.
 *
 * <p>INVARIANT: a key leaves the pool once. On a plain socket a second use would let a sniffed ticket be replayed.
 */
public final class TicketKeyPool implements TicketKeys, AutoCloseable {

    /** What one client with all its channels takes at once, and some more. */
    public static final int READY_KEYS = 16;

    /** At most 25 keys a second, each some thirty milliseconds of work. */
    private static final long MILLIS_BETWEEN_KEYS = 40;

    private final int readyKeys;
    private final SecureRandom random = new SecureRandom();
    private final Thread maker = new Thread(this::makeKeys, "caraway-ticket-keys");
    private final Object lock = new Object();

    /** Guarded by lock. INVARIANT: of {@code ready} and {@code waiting} at least one is empty. */
    private final Deque<TicketKey> ready = new ArrayDeque<>();

    private final Deque<Waiter> waiting = new ArrayDeque<>();
    private boolean closed;

    private TicketKeyPool(int readyKeys) {
        this.readyKeys = readyKeys;
    }

    /**
     * A pool that begins to fill itself.
     *
     * @param readyKeys how many keys are made ahead, {@link #READY_KEYS} where each link needs a fresh one
     */
    // Nothing relies on the priority: it asks that keys be made when the loops have nothing to do.
    @SuppressWarnings("ThreadPriorityCheck")
    public static TicketKeyPool start(int readyKeys) {
        TicketKeyPool pool = new TicketKeyPool(readyKeys);
        pool.maker.setDaemon(true);
        pool.maker.setPriority(Thread.MIN_PRIORITY);
        pool.maker.start();
        return pool;
    }

    @Override
    public Request request(Executor executor, Consumer<TicketKey> taker) {
        Waiter waiter = new Waiter(executor, taker);
        TicketKey key;
        synchronized (lock) {
            if (closed) {
                return waiter;
            }
            key = ready.poll();
            lock.notifyAll();
            if (key == null) {
                waiting.add(waiter);
            }
        }
        if (key != null) {
            waiter.take(key);
        }
        return waiter;
    }

    /** Asks the thread to end and does not wait for it, so a loop may call it; links that wait get nothing. */
    public void stop() {
        synchronized (lock) {
            closed = true;
            ready.clear();
            waiting.clear();
            lock.notifyAll();
        }
    }

    /** As {@link #stop}, and returns when the thread has ended; not on a loop, for the thread's priority is low. */
    @Override
    public void close() {
        stop();
        boolean interrupted = false;
        while (maker.isAlive()) {
            try {
                maker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void makeKeys() {
        try {
            while (awaitDemand()) {
                long started = System.nanoTime();
                deliver(TicketKey.generate(random));
                rest(started + TimeUnit.MILLISECONDS.toNanos(MILLIS_BETWEEN_KEYS));
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but a process that ends its threads; then it ends.
            Thread.currentThread().interrupt();
        }
    }

    /** Whether a key is wanted; false when the pool is closed. */
    private boolean awaitDemand() throws InterruptedException {
        synchronized (lock) {
            while (!closed && waiting.isEmpty() && ready.size() >= readyKeys) {
                lock.wait();
            }
            return !closed;
        }
    }

    private void deliver(TicketKey key) {
        Waiter waiter;
        synchronized (lock) {
            waiter = waiting.poll();
            if (waiter == null && !closed) {
                ready.add(key);
            }
        }
        if (waiter != null) {
            waiter.take(key);
        }
    }

    private void rest(long untilNanos) throws InterruptedException {
        synchronized (lock) {
            for (long left = untilNanos - System.nanoTime();
                    !closed && left > 0;
                    left = untilNanos - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
        }
    }

    /** One request, until it is served or cancelled. */
    private final class Waiter implements Request {

        private final Executor executor;

        /** Guarded by lock; null once it must not be told any more. */
        private @Nullable Consumer<TicketKey> taker;

        private Waiter(Executor executor, Consumer<TicketKey> taker) {
            this.executor = executor;
            this.taker = taker;
        }

        private void take(TicketKey key) {
            executor.execute(() -> {
                Consumer<TicketKey> served = withdraw();
                if (served != null) {
                    served.accept(key);
                }
            });
        }

        @Override
        public void cancel() {
            withdraw();
        }

        private @Nullable Consumer<TicketKey> withdraw() {
            synchronized (lock) {
                Consumer<TicketKey> last = taker;
                taker = null;
                waiting.remove(this);
                return last;
            }
        }
    }
}
