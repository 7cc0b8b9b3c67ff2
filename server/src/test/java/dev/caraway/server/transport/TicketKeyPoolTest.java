package dev.caraway.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.server.link.TicketKey;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TicketKeyPoolTest {

    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final TicketKeyPool pool = TicketKeyPool.start(TicketKeyPool.READY_KEYS);
    private final BlockingQueue<TicketKey> taken = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        pool.close();
        loop.shutdownNow();
    }

    @Test
    void noKeyIsGivenTwice() throws InterruptedException {
        int links = 30;
        for (int i = 0; i < links; i++) {
            pool.request(loop, taken::add);
        }
        Set<TicketKey> different = new HashSet<>();
        for (int i = 0; i < links; i++) {
            different.add(next());
        }
        assertThat(different).hasSize(links);
    }

    @Test
    void keysComeOnTheGivenExecutor() throws InterruptedException {
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        pool.request(loop, key -> threads.add(Thread.currentThread()));
        BlockingQueue<Thread> own = new LinkedBlockingQueue<>();
        loop.execute(() -> own.add(Thread.currentThread()));
        assertThat(threads.poll(10, TimeUnit.SECONDS)).isNotNull().isSameAs(own.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void cancelledRequestGetsNothingAndKeepsNobodyWaiting() throws InterruptedException {
        BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        BlockingQueue<TicketKey> cancelled = new LinkedBlockingQueue<>();
        TicketKeys.Request request = pool.request(tasks::add, cancelled::add);
        Runnable delivery = tasks.poll(10, TimeUnit.SECONDS);
        assertThat(delivery).isNotNull();
        request.cancel();
        delivery.run();
        assertThat(cancelled).isEmpty();
        pool.request(loop, taken::add);
        assertThat(next()).isNotNull();
    }

    @Test
    void stoppedPoolGivesNothing() {
        pool.stop();
        pool.request(loop, taken::add);
        pool.close();
        CompletableFuture<Void> later = new CompletableFuture<>();
        loop.execute(() -> later.complete(null));
        later.join();
        assertThat(taken).isEmpty();
    }

    @Test
    void floodGetsTwentyFiveKeysASecond() throws InterruptedException {
        pool.request(loop, taken::add);
        next();
        int links = 40;
        long started = System.nanoTime();
        for (int i = 0; i < links; i++) {
            pool.request(loop, taken::add);
        }
        for (int i = 0; i < links; i++) {
            next();
        }
        // Sixteen may have been ready; between the others the maker rests.
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started))
                .isGreaterThanOrEqualTo((40 - 16 - 2) * 40);
    }

    @Test
    void closedPoolHasNoThreadAndGivesNothing() {
        pool.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("caraway-ticket-keys"));
        pool.request(Runnable::run, taken::add).cancel();
        assertThat(taken).isEmpty();
    }

    private TicketKey next() throws InterruptedException {
        TicketKey key = taken.poll(20, TimeUnit.SECONDS);
        assertThat(key).isNotNull();
        return key;
    }
}
