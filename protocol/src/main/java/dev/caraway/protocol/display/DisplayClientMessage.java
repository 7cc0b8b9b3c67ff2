package dev.caraway.protocol.display;

import dev.caraway.protocol.ClientMessage;

/** What a display channel's client says. */
public sealed interface DisplayClientMessage extends ClientMessage
        permits DisplayInit, StreamReport, PreferredCompression, GlDrawDone, PreferredVideoCodecType {

    /** Calls the handler's method for this message. */
    void deliverTo(Handler handler);

    /** One method a message: a new message breaks every handler when it is compiled. */
    interface Handler {

        void onInit(DisplayInit message);

        void onStreamReport(StreamReport message);

        void onPreferredCompression(PreferredCompression message);

        void onGlDrawDone(GlDrawDone message);

        void onPreferredVideoCodecType(PreferredVideoCodecType message);
    }
}
