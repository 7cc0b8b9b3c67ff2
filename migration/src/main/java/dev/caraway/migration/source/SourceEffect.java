package dev.caraway.migration.source;

/** What a step of the source wants done, in order. */
public sealed interface SourceEffect {

    /** Start the timer in place of any that runs; apply {@link SourceEvent.TimedOut} when it has run down. */
    record StartTimer(SourceTimer timer) implements SourceEffect {}

    /** Stop the timer. */
    record CancelTimer() implements SourceEffect {}

    /** SPICE_MSG_MAIN_MIGRATE_BEGIN or MIGRATE_BEGIN_SEAMLESS, with the target as announced last. */
    record SendMigrateBegin(int client, boolean isSeamless) implements SourceEffect {}

    /** SPICE_MSG_MAIN_MIGRATE_CANCEL: the client forgets its links to the target. */
    record SendMigrateCancel(int client) implements SourceEffect {}

    /** SPICE_MSG_MAIN_MIGRATE_END: the client goes over to its links at the target, with nothing. */
    record SendMigrateEnd(int client) implements SourceEffect {}

    /** SPICE_MSG_MAIN_MIGRATE_SWITCH_HOST to the target. */
    record SendSwitchHost(int client) implements SourceEffect {}

    /** Tell management that every client has answered, with what each can do. */
    record ReportConnected() implements SourceEffect {}

    /** Hand over the inputs channel while the guest runs. */
    record HandOverInputs(int client) implements SourceEffect {}

    /** Stop the guest, collect its last changes, and apply {@link SourceEvent.GuestStopped}. */
    record StopGuest() implements SourceEffect {}

    /** The guest goes on here. */
    record ResumeGuest() implements SourceEffect {}

    /** Say the last changes and {@code snapshot complete} in the migrate stream. */
    record CompleteSnapshot() implements SourceEffect {}

    /** Say {@code run} in the migrate stream. From here on nobody but management lets the guest run here. */
    record SendRun() implements SourceEffect {}

    /** Hand over every channel but main, each when what is queued has gone out. */
    record HandOverChannels(int client) implements SourceEffect {}

    /**
     * Hand over main, and apply {@link SourceEvent.MainHandedOver} when its data has left: from there on only the target
     * can say anything to the client.
     */
    record HandOverMain(int client) implements SourceEffect {}

    /**
     * Recall every channel, main among them, then MIGRATE_CANCEL and a PING on main; apply {@link SourceEvent.RecallAnswered} when that is
     * answered, and {@link SourceEvent.ClientRecalled} in the end. Nobody may close the client's links at the target
     * before it has read the cancel: it would lose the channels that have gone over.
     */
    record RecallClient(int client) implements SourceEffect {}

    /**
     * Say in the migrate stream that the target shall close its links of this client: a channel that has gone over reads
     * here again only then.
     */
    record ReleaseClient(int client) implements SourceEffect {}

    /** SWITCH_HOST to ourselves with a ticket for one login: the client cannot be recalled. */
    record RedirectHere(int client) implements SourceEffect {}

    /** Let the target close what it holds of the clients. */
    record ReleaseTarget() implements SourceEffect {}

    /** Close the client's sockets, each when what was sent on it has gone out. */
    record DisconnectClient(int client) implements SourceEffect {}

    /** Tell management that the client's session has ended with the move. */
    record ReportLost(int client) implements SourceEffect {}

    /** The migration is over: SPICE_MIGRATE_COMPLETED. */
    record ReportCompleted() implements SourceEffect {}

    /** The migration is over, and the clients are still here. */
    record ReportCancelled() implements SourceEffect {}
}
