package dev.caraway.server.video;

/**
 * A frame whose turn has come: to be compressed, and to be given back with {@link ClientVideoStream#finish} or
 * {@link ClientVideoStream#abandon}.
 *
 * @param quality 20 to 80
 * @param drawnMillis when the guest drew it
 */
public record FrameJob(Frame frame, FrameSource.Encoding encoding, int quality, long drawnMillis) {}
