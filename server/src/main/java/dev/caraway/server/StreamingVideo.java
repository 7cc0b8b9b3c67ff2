package dev.caraway.server;

/** What is sent as a video stream, which loses detail while it plays, rather than as picture after picture. */
public enum StreamingVideo {
    OFF,
    /** What is drawn again and again in one place, is as large as a video and looks like one. */
    FILTER,
    /** Whatever is drawn again and again in one place. */
    ALL
}
