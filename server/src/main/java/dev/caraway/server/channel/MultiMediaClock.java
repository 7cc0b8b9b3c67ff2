package dev.caraway.server.channel;

import java.util.concurrent.TimeUnit;

/** The clock by which clients show video and play sound: the loop's, in milliseconds. */
public final class MultiMediaClock {

    /** How far a client's clock is behind ours at first, so that video has time to arrive (reds.cpp). */
    public static final long CLIENT_LAG_MILLIS = 400;

    private static final long U32 = 0xffff_ffffL;

    private MultiMediaClock() {}

    /** Our time, which never goes back. */
    public static long millis(Loop loop) {
        return TimeUnit.NANOSECONDS.toMillis(loop.nanoTime());
    }

    /** What a client's clock is to show now, 32 bits. */
    public static long clientMillis(Loop loop) {
        return (millis(loop) - CLIENT_LAG_MILLIS) & U32;
    }
}
