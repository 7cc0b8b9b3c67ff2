package dev.caraway.server.migration;

/** What management has said about moves. On the loop only. */
final class MoveLimits {

    private boolean pauseBeforeSwitchover;
    private long bytesPerSecond;
    private long downtimeMillis = 300;

    void pauseBeforeSwitchover(boolean pause) {
        pauseBeforeSwitchover = pause;
    }

    boolean pauseBeforeSwitchover() {
        return pauseBeforeSwitchover;
    }

    void bytesPerSecond(long limit) {
        bytesPerSecond = limit;
    }

    /** 0 for no limit. */
    long bytesPerSecond() {
        return bytesPerSecond;
    }

    void downtimeMillis(long limit) {
        downtimeMillis = limit;
    }

    long downtimeMillis() {
        return downtimeMillis;
    }
}
