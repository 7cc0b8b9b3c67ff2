package dev.caraway.codecs.pixel;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Counts what a piece of code allocates. */
public final class Allocation {

    private static final int ROUNDS = 5;
    private static final int RUNS = 20;

    private Allocation() {}

    /**
     * The bytes that this thread allocates while {@code work} runs a number of times, once it has run as often: what it
     * makes only once does not count.
     */
    public static long inSteadyState(Runnable work) {
        return leastOfRounds(work) - leastOfRounds(() -> {});
    }

    /** With what the question itself allocates, which is the same each time once its classes are there. */
    private static long leastOfRounds(Runnable work) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = allocatedBytes();
            for (int run = 0; run < RUNS; run++) {
                work.run();
            }
            least = Math.min(least, allocatedBytes() - before);
        }
        return least;
    }

    private static long allocatedBytes() {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        try {
            return (long) beans.invoke(
                    new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                    "getThreadAllocatedBytes",
                    new Object[] {Thread.currentThread().getId()},
                    new String[] {"long"});
        } catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }
}
