package dev.caraway.server.event;

/** How far a move of the guest has come; QEMU's words. */
public enum MigrationStatus {
    NONE,
    SETUP,
    /** It is being copied while it runs. */
    ACTIVE,
    /** It stands still, and management has not yet let it go. */
    PRE_SWITCHOVER,
    /** The last of it is being copied. */
    DEVICE,
    COMPLETED,
    CANCELLING,
    CANCELLED,
    FAILED;

    /** Whether a move is under way. */
    public boolean isUnderWay() {
        return this == SETUP || this == ACTIVE || this == PRE_SWITCHOVER || this == DEVICE || this == CANCELLING;
    }
}
