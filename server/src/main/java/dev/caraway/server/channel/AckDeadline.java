package dev.caraway.server.channel;

import org.jspecify.annotations.Nullable;

/**
 * How long a client may owe the acknowledgement that its next message waits for. A client that answers pings but never
 * acknowledges would otherwise keep its pipe for ever. On the loop only.
 */
public final class AckDeadline {

    /** As long as a stalled socket is given (hostile-inputs 2.0). */
    public static final long LIMIT_MILLIS = 90_000;

    private final Loop loop;
    private final Runnable onMissed;
    private Loop.@Nullable Timer timer;

    /** A deadline that calls {@code onMissed} once it has passed. */
    public AckDeadline(Loop loop, Runnable onMissed) {
        this.loop = loop;
        this.onMissed = onMissed;
    }

    /** Something waits for an acknowledgement; the first such call since {@link #met} counts. */
    public void start() {
        if (timer == null) {
            timer = loop.schedule(LIMIT_MILLIS, onMissed);
        }
    }

    /** The client has acknowledged, or is gone. */
    public void met() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
