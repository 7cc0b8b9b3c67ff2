package dev.caraway.server;

/** Whether the guest runs. */
public enum GuestStatus {
    RUNNING,
    /** Management stopped it. */
    PAUSED,
    /** The server was started paused and the guest has not run yet. */
    PRELAUNCH
}
