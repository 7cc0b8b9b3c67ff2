package dev.caraway.server.channel;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.concurrent.TimeUnit;

/**
 * The clock by which a server's clients show video and play sound: the loop's, in milliseconds. On the loop only.
 *
 * <p>It may take over from the clock of another host, so that clients that come from there see no jump: one of more than
 * half a second would make them forget the video that they have (spice-session.c: spice_session_set_mm_time).
 */
public final class MultiMediaClock {

    /** How far a client's clock is behind ours at first, so that video has time to arrive (reds.cpp). */
    public static final long CLIENT_LAG_MILLIS = 400;

    private static final long U32 = 0xffff_ffffL;

    /** No clock of a host is beyond it in either direction, and sums stay far from what a number holds. */
    private static final long LIMIT_MILLIS = 1L << 60;

    private final Loop loop;
    private long offsetMillis;

    public MultiMediaClock(Loop loop) {
        this.loop = loop;
    }

    /** Our time, which never goes back but by {@link #restore}. */
    public long millis() {
        return TimeUnit.NANOSECONDS.toMillis(loop.nanoTime()) + offsetMillis;
    }

    /** What a client's clock is to show now, 32 bits. */
    public long clientMillis() {
        return (millis() - CLIENT_LAG_MILLIS) & U32;
    }

    /** Writes what time it is. */
    public void save(SpiceWriter out) {
        out.i64(millis());
    }

    /** Goes on from the time that another host's clock has saved; before anybody was told the time here. */
    public void restore(SpiceReader in) {
        long millis = in.i64("multi_media_time");
        if (millis < -LIMIT_MILLIS || millis > LIMIT_MILLIS) {
            throw in.violation("multi_media_time", "expected at most " + LIMIT_MILLIS + ", got " + millis);
        }
        offsetMillis += millis - millis();
    }
}
