package dev.caraway.server.demo;

import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import javax.management.JMException;
import javax.management.ObjectName;

/** Time as a replay sees it. */
interface ReplayClock {

    /** Time that passes as it does on the wall. */
    ReplayClock SYSTEM = new ReplayClock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long cpuNanos() {
            // By name, because the interface that declares it belongs to one JDK's classes.
            try {
                Object nanos = ManagementFactory.getPlatformMBeanServer()
                        .getAttribute(new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME), "ProcessCpuTime");
                return nanos instanceof Long known ? known : 0;
            } catch (JMException e) {
                return 0;
            }
        }

        @Override
        public void await(Condition changed, long nanos, BooleanSupplier isOver) throws InterruptedException {
            long left = nanos;
            while (!isOver.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
        }
    };

    /** Nanoseconds from some moment on. */
    long nanos();

    /** The processor time of this process in nanoseconds; 0 where it is not known. */
    long cpuNanos();

    /** Waits until {@code isOver}, asked again whenever {@code changed} is signalled, but not longer than this time. */
    void await(Condition changed, long nanos, BooleanSupplier isOver) throws InterruptedException;
}
