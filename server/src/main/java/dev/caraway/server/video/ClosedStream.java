package dev.caraway.server.video;

import dev.caraway.protocol.display.stream.StreamMessage;
import dev.caraway.protocol.geometry.Rect;
import java.util.List;
import java.util.Optional;

/**
 * What is left to do for one client when a stream is over.
 *
 * @param messages to be sent first
 * @param slot leaves the pipe unsent, if it is there
 * @param lossy pixels of the primary surface that have to be sent losslessly as they are now, after the messages
 */
public record ClosedStream(List<StreamMessage> messages, Optional<FrameSlot> slot, List<Rect> lossy) {

    public ClosedStream {
        messages = List.copyOf(messages);
        lossy = List.copyOf(lossy);
    }
}
