package dev.caraway.protocol.display.stream;

import dev.caraway.protocol.ServerMessage;

/** What a display channel's server says of video streams. */
public sealed interface StreamMessage extends ServerMessage
        permits StreamCreate,
                StreamData,
                StreamClip,
                StreamDestroy,
                StreamDestroyAll,
                StreamDataSized,
                StreamActivateReport {}
