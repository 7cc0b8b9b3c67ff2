package dev.caraway.server.migration;

import dev.caraway.server.channel.Loop;
import dev.caraway.server.event.MigrationStatus;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How a move of the guest stands, for whoever asks. On the loop only. */
public final class MoveProgress {

    private final Loop loop;
    private final MoveReports reports;
    private MigrationStatus status = MigrationStatus.NONE;
    private Optional<String> error = Optional.empty();
    private boolean isIncoming;
    private long beganNanos;
    private long endedNanos;
    private long setUpNanos;
    private long stoppedNanos;
    private long tookOverNanos;
    private long transferredBytes;
    private long remainingBytes;
    private long totalBytes;
    private long passes;

    MoveProgress(Loop loop, MoveReports reports) {
        this.loop = loop;
        this.reports = reports;
    }

    /** A move begins; nothing of one before counts any more. */
    void begin(boolean incoming) {
        isIncoming = incoming;
        error = Optional.empty();
        beganNanos = loop.nanoTime();
        endedNanos = 0;
        setUpNanos = 0;
        stoppedNanos = 0;
        tookOverNanos = 0;
        transferredBytes = 0;
        remainingBytes = 0;
        totalBytes = 0;
        passes = 0;
        set(MigrationStatus.SETUP);
    }

    void set(MigrationStatus next) {
        if (next == status) {
            return;
        }
        status = next;
        if (next == MigrationStatus.ACTIVE) {
            setUpNanos = loop.nanoTime();
        }
        if (!next.isUnderWay()) {
            endedNanos = loop.nanoTime();
            if (next == MigrationStatus.COMPLETED) {
                remainingBytes = 0;
            }
        }
        reports.onStatus(next);
    }

    /** The move has failed, for this reason. */
    void fail(String reason) {
        error = Optional.of(reason);
        set(MigrationStatus.FAILED);
    }

    void beginPass() {
        passes++;
        reports.onPass(passes);
    }

    void guestStopped() {
        stoppedNanos = loop.nanoTime();
    }

    void guestTookOver() {
        tookOverNanos = loop.nanoTime();
    }

    /** So much of the stream has passed, as it travels: compressed, with its frames. */
    void transferred(long bytes) {
        transferredBytes = bytes;
    }

    /** So much there is to be copied, and so much of that is left, as it lies in memory. */
    void left(long remaining, long total) {
        remainingBytes = remaining;
        totalBytes = total;
    }

    public MigrationStatus status() {
        return status;
    }

    public boolean isIncoming() {
        return isIncoming;
    }

    /** Why it has failed, in one line. */
    public Optional<String> error() {
        return error;
    }

    public long totalMillis() {
        return status == MigrationStatus.NONE ? 0 : millis(beganNanos, status.isUnderWay() ? 0 : endedNanos);
    }

    public long setupMillis() {
        return setUpNanos == 0 ? 0 : millis(beganNanos, setUpNanos);
    }

    /** How long the guest stood still; 0 before that is known. */
    public long downtimeMillis() {
        return stoppedNanos == 0 || tookOverNanos == 0 ? 0 : millis(stoppedNanos, tookOverNanos);
    }

    public long transferredBytes() {
        return transferredBytes;
    }

    public long remainingBytes() {
        return remainingBytes;
    }

    public long totalBytes() {
        return totalBytes;
    }

    public long bytesPerSecond() {
        long millis = Math.max(1, totalMillis() - setupMillis());
        return transferredBytes * TimeUnit.SECONDS.toMillis(1) / millis;
    }

    public long passes() {
        return passes;
    }

    private long millis(long from, long to) {
        return TimeUnit.NANOSECONDS.toMillis((to == 0 ? loop.nanoTime() : to) - from);
    }
}
