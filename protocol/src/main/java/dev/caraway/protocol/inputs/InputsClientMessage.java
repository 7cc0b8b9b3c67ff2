package dev.caraway.protocol.inputs;

import dev.caraway.protocol.ClientMessage;

/** What the client says on the inputs channel. */
public sealed interface InputsClientMessage extends ClientMessage
        permits KeyDown, KeyUp, ClientKeyModifiers, KeyScancode, MouseMotion, MousePosition, MousePress, MouseRelease {

    /** Gives this message to the method of {@code handler} that is meant for it. */
    void deliverTo(Handler handler);

    /** One method a message. */
    interface Handler {

        void onKeyDown(KeyDown message);

        void onKeyUp(KeyUp message);

        void onKeyModifiers(ClientKeyModifiers message);

        void onKeyScancode(KeyScancode message);

        void onMouseMotion(MouseMotion message);

        void onMousePosition(MousePosition message);

        void onMousePress(MousePress message);

        void onMouseRelease(MouseRelease message);
    }
}
