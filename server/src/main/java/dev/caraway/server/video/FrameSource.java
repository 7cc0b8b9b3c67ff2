package dev.caraway.server.video;

import dev.caraway.protocol.wire.Bytes;

/** Where a frame's bytes come from, once its turn has come; most frames of a slow client never have one. */
public interface FrameSource {

    /** Called on the loop when the frame is to be sent: pixels that later drawing changes are copied now. */
    Encoding begin();

    /** A frame that nobody changes any more. */
    interface Encoding {

        /**
         * The frame as the stream's codec has it. A pure function that any thread may call.
         *
         * @param quality 20 to 80, as JPEG has it; a frame that was compressed elsewhere need not heed it
         */
        Bytes compress(int quality);
    }
}
