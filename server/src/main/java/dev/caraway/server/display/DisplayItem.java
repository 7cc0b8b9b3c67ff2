package dev.caraway.server.display;

import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.display.MonitorsConfig;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.stream.StreamMessage;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.video.ClientVideoStream;
import dev.caraway.server.video.FrameSlot;
import dev.caraway.server.video.VideoStream;
import java.util.List;

/** An intent in the pipe of one display client; it becomes bytes only when it leaves the pipe. */
sealed interface DisplayItem {

    /** What it costs to keep, in bytes, about. */
    default long weightBytes() {
        return 64;
    }

    /** The client gets this surface, with zeros in it. */
    record CreateSurface(int surfaceId, int width, int height, SurfaceFormat format) implements DisplayItem {}

    /** The client forgets this surface. */
    record DestroySurface(int surfaceId) implements DisplayItem {}

    /** A guest's drawing command. */
    record Draw(DrawMessage drawable) implements DisplayItem {

        @Override
        public long weightBytes() {
            long weight = 128;
            for (Image image : drawable.images()) {
                if (image.data() instanceof BitmapData bitmap) {
                    weight += bitmap.data().length();
                }
            }
            return weight;
        }
    }

    /** A part of a surface as it was when the item was made. */
    record SurfaceArea(int surfaceId, Rect area, SurfaceFormat format, Bytes pixels) implements DisplayItem {

        @Override
        public long weightBytes() {
            return 64L + pixels.length();
        }
    }

    /** The primary surface is divided like this; only the newest division counts. */
    record Monitors(MonitorsConfig config) implements DisplayItem {}

    /** The client gets a video stream. */
    record OpenStream(VideoStream stream, List<StreamMessage> messages) implements DisplayItem {

        public OpenStream {
            messages = List.copyOf(messages);
        }
    }

    /** The place of a video's next frame: the newest there is when its turn comes. */
    record NextFrame(FrameSlot slot) implements DisplayItem {}

    /** Where a stream's frames may be seen, as it is known when the turn comes. */
    record ClipStream(ClientVideoStream own) implements DisplayItem {}

    /** A message that depends on nothing. */
    record Say(ServerMessage message) implements DisplayItem {}
}
