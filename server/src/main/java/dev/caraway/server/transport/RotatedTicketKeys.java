package dev.caraway.server.transport;

import dev.caraway.server.channel.Loop;
import dev.caraway.server.link.TicketKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One key for all links of a minute, where replaying a block gains nothing: under TLS, or with ticketing off. Confined
 * to the loop.
 */
public final class RotatedTicketKeys implements TicketKeys {

    private static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Loop loop;
    private final TicketKeys fresh;
    private final List<Waiter> waiting = new ArrayList<>();
    private @Nullable TicketKey current;
    private long bornNanos;
    private boolean isAsking;

    /** Takes a key from {@code fresh} when one is wanted and the last is too old. */
    public RotatedTicketKeys(Loop loop, TicketKeys fresh) {
        this.loop = loop;
        this.fresh = fresh;
    }

    @Override
    public Request request(Executor executor, Consumer<TicketKey> taker) {
        assert loop.inLoop();
        Waiter waiter = new Waiter(executor, taker);
        TicketKey key = current;
        if (key != null && loop.nanoTime() - bornNanos < LIFETIME_NANOS) {
            waiter.take(key);
            return waiter;
        }
        waiting.add(waiter);
        if (!isAsking) {
            isAsking = true;
            fresh.request(loop, this::onKey);
        }
        return waiter;
    }

    private void onKey(TicketKey key) {
        assert loop.inLoop();
        isAsking = false;
        current = key;
        bornNanos = loop.nanoTime();
        List<Waiter> served = List.copyOf(waiting);
        waiting.clear();
        for (Waiter waiter : served) {
            waiter.take(key);
        }
    }

    /** One request, until it is served or cancelled. */
    private final class Waiter implements Request {

        private final Executor executor;
        private final Consumer<TicketKey> taker;
        private boolean cancelled;

        private Waiter(Executor executor, Consumer<TicketKey> taker) {
            this.executor = executor;
            this.taker = taker;
        }

        private void take(TicketKey key) {
            executor.execute(() -> {
                if (!cancelled) {
                    taker.accept(key);
                }
            });
        }

        @Override
        public void cancel() {
            assert loop.inLoop();
            cancelled = true;
            waiting.remove(this);
        }
    }
}
