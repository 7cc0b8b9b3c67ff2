package dev.caraway.server.video;

/**
 * A frame whose turn has come: to be compressed, and to be given back with {@link ClientVideoStream#finish}.
 *
 * @param quality 20 to 80
 * @param drawnMillis when the guest drew it
 */
public record FrameJob(Frame frame, FrameSource source, int quality, long drawnMillis) {}
