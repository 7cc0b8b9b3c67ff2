package dev.caraway.server;

/** Whether the guest runs. */
public enum GuestStatus {
    RUNNING,
    /** Management stopped it. */
    PAUSED,
    /** The server was started paused and the guest has not run yet. */
    PRELAUNCH,
    /** It will come from another host. */
    INMIGRATE,
    /** It stands still while the last of it moves to another host. */
    FINISH_MIGRATE,
    /** It has moved to another host; {@link SpiceServer#resume} would let it run here all the same. */
    POSTMIGRATE
}
