package dev.caraway.server.video;

import dev.caraway.protocol.display.stream.StreamMessage;
import dev.caraway.protocol.geometry.Rect;
import java.util.List;

/**
 * What is left to do for one client when a stream is over, and its slot and clips have left the pipe unsent.
 *
 * @param messages to be sent first
 * @param lossy pixels of the primary surface that have to be sent losslessly as they are now, after the messages
 */
public record ClosedStream(List<StreamMessage> messages, List<Rect> lossy) {

    public ClosedStream {
        messages = List.copyOf(messages);
        lossy = List.copyOf(lossy);
    }
}
