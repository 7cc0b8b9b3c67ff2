package dev.caraway.server.guest;

/** What a guest tells about its input devices. Callable from any thread. */
public interface InputsPort {

    /**
     * The lights of the keyboard; clients follow them. The lock keys of clients are followed only for a guest that has
     * told its lights.
     */
    void lockKeys(boolean scrollLock, boolean numLock, boolean capsLock);

    /**
     * Whether the guest has a pointing device that takes positions. With it clients send positions (mouse mode client)
     * and draw the cursor themselves; without it they grab the mouse and send motion. The default is {@code true}.
     */
    void absolutePointer(boolean present);
}
