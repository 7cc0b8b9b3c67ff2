package dev.caraway.it.client;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waits for what happens elsewhere: looks often, and gives up after a quarter of a minute. */
public final class Patience {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final Duration INTERVAL = Duration.ofMillis(3);

    private Patience() {}

    /** Waits until a claim holds. */
    public static void until(String what, Callable<Boolean> claim) {
        Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(INTERVAL)
                .atMost(LIMIT)
                .until(claim);
    }

    /** Waits until assertions hold; the last failure is told when they never do. */
    public static void untilAsserted(String what, ThrowingRunnable assertions) {
        Awaitility.await(what)
                .pollDelay(Duration.ZERO)
                .pollInterval(INTERVAL)
                .atMost(LIMIT)
                .untilAsserted(assertions);
    }
}
