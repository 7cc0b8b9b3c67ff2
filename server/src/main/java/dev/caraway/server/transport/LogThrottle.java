package dev.caraway.server.transport;

/** Lets one line through in a while, so that a peer cannot fill the disk. */
final class LogThrottle {

    private static final long QUIET_NANOS = 10_000_000_000L;

    private long lastNanos;
    private boolean hasPassed;
    private int suppressed;

    /** Whether a line may be written now. */
    boolean passes(long nowNanos) {
        if (hasPassed && nowNanos - lastNanos < QUIET_NANOS) {
            suppressed++;
            return false;
        }
        hasPassed = true;
        lastNanos = nowNanos;
        return true;
    }

    /** How many lines were kept back since the last that passed; counts from 0 again. */
    int takeSuppressed() {
        int count = suppressed;
        suppressed = 0;
        return count;
    }
}
