package dev.caraway.migration.stream;

import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** What the target says to the source. */
public sealed interface TargetFrame extends StreamFrame {

    void deliverTo(Handler handler);

    /** The target has such a guest and room for it; first of all, unless it refuses. */
    record Welcome() implements TargetFrame {

        @Override
        public void deliverTo(Handler handler) {
            handler.onWelcome(this);
        }

        @Override
        public void encode(SpiceWriter out) {}
    }

    /**
     * The target cannot take the guest; the last word. Nobody says it once the guest runs there.
     *
     * @param reason cut to {@link StreamLimits#REASON_BYTES}
     */
    record Refuse(String reason) implements TargetFrame {

        public Refuse {
            reason = FrameFields.line(reason, StreamLimits.REASON_BYTES);
        }

        static Refuse decode(SpiceReader in) {
            String reason = FrameFields.reason(in);
            return new Refuse(reason);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onRefuse(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            FrameFields.encodeReason(out, reason);
        }
    }

    /**
     * The links of this client are not as listed, and are closed: it must stay or log in anew.
     *
     * @param reason cut to {@link StreamLimits#REASON_BYTES}
     */
    record SessionRefused(int connectionId, String reason) implements TargetFrame {

        public SessionRefused {
            FrameFields.requireSession(connectionId);
            reason = FrameFields.line(reason, StreamLimits.REASON_BYTES);
        }

        static SessionRefused decode(SpiceReader in) {
            int connectionId = in.i32("connection_id");
            String reason = FrameFields.reason(in);
            return new SessionRefused(connectionId, reason);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onSessionRefused(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.i32(connectionId);
            FrameFields.encodeReason(out, reason);
        }
    }

    /** Every channel of this client but main goes on here. */
    record Restored(int connectionId) implements TargetFrame {

        public Restored {
            FrameFields.requireSession(connectionId);
        }

        static Restored decode(SpiceReader in) {
            int connectionId = in.i32("connection_id");
            return new Restored(connectionId);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onRestored(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.i32(connectionId);
        }
    }

    /**
     * The guest is here.
     *
     * @param isHeld whether its owner holds it; else it runs
     */
    record GuestRuns(boolean isHeld) implements TargetFrame {

        static GuestRuns decode(SpiceReader in) {
            boolean isHeld = in.bool8("held");
            return new GuestRuns(isHeld);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onGuestRuns(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.bool8(isHeld);
        }
    }

    /** Main of this client goes on here: the source has it no more. */
    record Taken(int connectionId) implements TargetFrame {

        public Taken {
            FrameFields.requireSession(connectionId);
        }

        static Taken decode(SpiceReader in) {
            int connectionId = in.i32("connection_id");
            return new Taken(connectionId);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onTaken(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.i32(connectionId);
        }
    }

    /**
     * The client that was to come here does not.
     *
     * @param reason cut to {@link StreamLimits#REASON_BYTES}
     */
    record Lost(int connectionId, String reason) implements TargetFrame {

        public Lost {
            FrameFields.requireSession(connectionId);
            reason = FrameFields.line(reason, StreamLimits.REASON_BYTES);
        }

        static Lost decode(SpiceReader in) {
            int connectionId = in.i32("connection_id");
            String reason = FrameFields.reason(in);
            return new Lost(connectionId, reason);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onLost(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.i32(connectionId);
            FrameFields.encodeReason(out, reason);
        }
    }

    /**
     * How much of the stream has come, from time to time: deadlines follow it.
     *
     * @param bytesReceived counts from the first byte of the stream
     */
    record Progress(long bytesReceived) implements TargetFrame {

        public Progress {
            FieldRange.atMost("bytes received", bytesReceived, Long.MAX_VALUE);
        }

        static Progress decode(SpiceReader in) {
            long bytesReceived = in.i64("bytes_received");
            return new Progress(bytesReceived);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onProgress(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.i64(bytesReceived);
        }
    }

    /** The links of a recalled client are closed, so that its channels read at the source again. */
    record LinksClosed(int connectionId) implements TargetFrame {

        public LinksClosed {
            FrameFields.requireSession(connectionId);
        }

        static LinksClosed decode(SpiceReader in) {
            int connectionId = in.i32("connection_id");
            return new LinksClosed(connectionId);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onLinksClosed(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.i32(connectionId);
        }
    }

    /** Nothing to say, but there. */
    record TargetAlive() implements TargetFrame {

        @Override
        public void deliverTo(Handler handler) {
            handler.onTargetAlive(this);
        }

        @Override
        public void encode(SpiceWriter out) {}
    }

    /** One who hears of every kind. */
    interface Handler {

        void onWelcome(Welcome frame);

        void onRefuse(Refuse frame);

        void onSessionRefused(SessionRefused frame);

        void onRestored(Restored frame);

        void onGuestRuns(GuestRuns frame);

        void onTaken(Taken frame);

        void onLost(Lost frame);

        void onProgress(Progress frame);

        void onLinksClosed(LinksClosed frame);

        void onTargetAlive(TargetAlive frame);
    }
}
