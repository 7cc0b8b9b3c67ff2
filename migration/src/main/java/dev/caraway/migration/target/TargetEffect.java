package dev.caraway.migration.target;

import dev.caraway.protocol.ChannelId;

/** What a step of a client's arrival wants done, in order. */
public sealed interface TargetEffect {

    /** Start the timer in place of any that runs; apply {@link TargetEvent.TimedOut} when it has run down. */
    record StartTimer() implements TargetEffect {}

    /** Stop the timer. */
    record CancelTimer() implements TargetEffect {}

    /** SPICE_MSG_MAIN_MIGRATE_DST_SEAMLESS_ACK; nothing follows it on main until main's data has come. */
    record SendAck() implements TargetEffect {}

    /** SPICE_MSG_MAIN_MIGRATE_DST_SEAMLESS_NACK. */
    record SendNack() implements TargetEffect {}

    /**
     * Let the channels but main write: SET_ACK and frames, from the snapshot. The client reads them when it has changed
     * sockets.
     */
    record ServeChannels() implements TargetEffect {}

    /**
     * Make the channel what its data says.
     *
     * @param isProven whether the source vouches for the data; else only the client's own view of things counts in it
     */
    record RestoreChannel(ChannelId channel, boolean isProven) implements TargetEffect {}

    /** Send something on main, such as a PING: the client waits for a byte there before it lets its old socket go. */
    record GreetOnMain() implements TargetEffect {}

    /** Keep the input, in order, until the guest runs. */
    record KeepInput() implements TargetEffect {}

    /** Give the guest what was kept, in order. */
    record ApplyKept() implements TargetEffect {}

    /** Give the guest the input. */
    record ApplyInput() implements TargetEffect {}

    /** Make the channel as for a new client, on the links that it has. */
    record StartAfresh(ChannelId channel) implements TargetEffect {}

    /**
     * Make the client a new one: INIT, and every channel as for a new client, on the links that it has; and tell the source
     * that main goes on here.
     */
    record StartClientAfresh() implements TargetEffect {}

    /** Tell the source that every channel but main goes on here. */
    record ReportRestored() implements TargetEffect {}

    /** Tell the source that main goes on here. */
    record ReportTaken() implements TargetEffect {}

    /** Close the client's sockets here. */
    record CloseClient() implements TargetEffect {}
}
