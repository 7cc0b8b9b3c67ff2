package dev.caraway.server;

/** What became of events given to {@link SpiceServer#sendInput}. */
public enum InputOutcome {
    /** The guest was told all of them. */
    DELIVERED,
    /** None, because the guest does not run. */
    GUEST_STOPPED,
    /** None, because there is a {@link InputEvent.Place} among them and the mouse mode is server. */
    NO_ABSOLUTE_POINTER
}
