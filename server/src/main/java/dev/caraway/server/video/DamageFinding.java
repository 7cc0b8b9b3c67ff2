package dev.caraway.server.video;

import dev.caraway.protocol.geometry.Rect;
import java.util.List;

/**
 * What damage is to the streams.
 *
 * @param started streams that begin
 * @param frames streams that have a next frame in it, those that begin among them
 * @param rest the damage that belongs to no stream
 */
public record DamageFinding(List<VideoStream> started, List<VideoStream> frames, List<Rect> rest) {

    public DamageFinding {
        started = List.copyOf(started);
        frames = List.copyOf(frames);
        rest = List.copyOf(rest);
    }
}
