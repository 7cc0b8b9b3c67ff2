package dev.caraway.migration.handover;

/** What a step of a channel's handover wants done, in order. */
public sealed interface HandoverEffect {

    /** SPICE_MSG_MIGRATE, after everything that has already passed the gate. */
    record SendMigrate(int flags) implements HandoverEffect {}

    /** Send what was {@linkplain KeepForTarget kept} over the migrate stream, in order. */
    record ForwardKept() implements HandoverEffect {}

    /** SPICE_MSG_MIGRATE_DATA, once its length and digest have been said in the migrate stream. */
    record SendMigrateData() implements HandoverEffect {}

    /**
     * A SPICE_MSG_PING for the client to swallow: it takes whatever follows MIGRATE for the data, looks at it, and goes on
     * reading here.
     */
    record SendThrowAwayPing() implements HandoverEffect {}

    /** A SPICE_MSG_PING whose answer proves that the client reads here again; apply {@link HandoverEvent.ProofArrived}. */
    record SendProofPing() implements HandoverEffect {}

    /** The message is for us or our guest. */
    record Deliver() implements HandoverEffect {}

    /** The message came before the mark, but our guest has stopped: keep it, it belongs to the target. */
    record KeepForTarget() implements HandoverEffect {}

    /** Give our guest what was kept, in order: it stays. */
    record DeliverKept() implements HandoverEffect {}

    /** The client goes on at the target. */
    record ReportHandedOver() implements HandoverEffect {}

    /** The client goes on here. */
    record ReportRecalled() implements HandoverEffect {}

    /** The channel is gone, so nobody needs to wait for it. */
    record ReportClosed() implements HandoverEffect {}
}
