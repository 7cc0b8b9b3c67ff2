package dev.caraway.server.video;

import dev.caraway.protocol.wire.Bytes;

/** Where a frame's bytes come from, once its turn has come; most frames of a slow client never have one. */
public interface FrameSource {

    /**
     * The frame as the stream's codec has it; on any thread, one frame of a client at a time.
     *
     * @param quality 20 to 80, as JPEG has it; a frame that was compressed elsewhere need not heed it
     */
    Bytes compress(int quality);
}
