package dev.caraway.protocol.inputs;

import dev.caraway.protocol.ServerMessage;

/** What the server says on the inputs channel. */
public sealed interface InputsServerMessage extends ServerMessage permits InputsInit, KeyModifiers, MouseMotionAck {

    /** Gives this message to the method of {@code handler} that is meant for it. */
    void deliverTo(Handler handler);

    /** One method a message. */
    interface Handler {

        void onInit(InputsInit message);

        void onKeyModifiers(KeyModifiers message);

        void onMouseMotionAck(MouseMotionAck message);
    }
}
