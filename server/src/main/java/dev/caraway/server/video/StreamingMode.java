package dev.caraway.server.video;

/** What may become a stream: libspice-server's {@code streaming-video}. */
public enum StreamingMode {
    /** Nothing. */
    OFF,
    /** Whatever is drawn again and again in one place, of any size and with any content. */
    ALL,
    /** Of that only what is as large as a video, and looks like one. */
    FILTER
}
