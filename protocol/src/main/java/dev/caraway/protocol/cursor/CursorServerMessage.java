package dev.caraway.protocol.cursor;

import dev.caraway.protocol.ServerMessage;

/** What the server says on a cursor channel. */
public sealed interface CursorServerMessage extends ServerMessage
        permits CursorInit,
                CursorReset,
                CursorSet,
                CursorMove,
                CursorHide,
                CursorTrail,
                CursorInvalOne,
                CursorInvalAll {

    /** Gives this message to the method of {@code handler} that is meant for it. */
    void deliverTo(Handler handler);

    /** One method a message. */
    interface Handler {

        void onInit(CursorInit message);

        void onReset(CursorReset message);

        void onSet(CursorSet message);

        void onMove(CursorMove message);

        void onHide(CursorHide message);

        void onTrail(CursorTrail message);

        void onInvalOne(CursorInvalOne message);

        void onInvalAll(CursorInvalAll message);
    }
}
