package dev.caraway.migration.stream;

import dev.caraway.migration.data.MigrateBlob;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.Limits;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;

/** What the source says to the target. */
public sealed interface SourceFrame extends StreamFrame {

    void deliverTo(Handler handler);

    /**
     * Who the source is; first of all.
     *
     * @param guestKind the kind of guest, or its class, which the target must have too, so that a desktop is never
     *     loaded into a replay; at most {@link StreamLimits#NAME_BYTES}
     * @param name of the source's machine, for people; cut to {@link StreamLimits#NAME_BYTES}
     * @param guestMoves whether the guest's state comes in this stream; else it moves another way
     */
    record Hello(String guestKind, String name, boolean guestMoves) implements SourceFrame {

        public Hello {
            FrameFields.requireName("guest kind", guestKind);
            name = FrameFields.line(name, StreamLimits.NAME_BYTES);
        }

        static Hello decode(SpiceReader in) {
            String guestKind = FrameFields.name(in, "guest_kind");
            String name = FrameFields.name(in, "name");
            boolean guestMoves = in.bool8("guest_moves");
            return new Hello(guestKind, name, guestMoves);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onHello(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            FrameFields.encodeName(out, guestKind);
            FrameFields.encodeName(out, name);
            out.bool8(guestMoves);
        }
    }

    /**
     * The sessions that come along, once; nothing is said of a session before.
     *
     * @param sessions at most {@link StreamLimits#SESSIONS}, each connection id once
     */
    record SessionList(List<MovingSession> sessions) implements SourceFrame {

        public SessionList {
            sessions = List.copyOf(sessions);
            FrameFields.requireDistinct(
                    "sessions",
                    sessions.stream().map(MovingSession::connectionId).toList(),
                    StreamLimits.SESSIONS);
        }

        static SessionList decode(SpiceReader in) {
            List<MovingSession> sessions =
                    in.list("sessions", in.u8("sessions"), MovingSession.MIN_BYTES, MovingSession::decode);
            return new SessionList(sessions);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onSessionList(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.u8(sessions.size());
            sessions.forEach(session -> session.encode(out));
        }
    }

    /**
     * A surface, whose pixels are 0 until rows say otherwise.
     *
     * @param displayId 0 to 255
     * @param surfaceId 0 to {@link Limits#SURFACES} - 1
     * @param width 1 to {@link Limits#SIDE_PIXELS}
     * @param height 1 to {@link Limits#SIDE_PIXELS}
     */
    record SurfaceCreated(int displayId, int surfaceId, int width, int height, SurfaceFormat format)
            implements SourceFrame {

        public SurfaceCreated {
            FrameFields.requireSurface(displayId, surfaceId);
            FrameFields.requireSides(width, height);
        }

        static SurfaceCreated decode(SpiceReader in) {
            int displayId = in.u8("display_id");
            int surfaceId = in.u16("surface_id");
            int width = in.u16("width");
            int height = in.u16("height");
            SurfaceFormat format = SurfaceFormat.decode(in, "format");
            return new SurfaceCreated(displayId, surfaceId, width, height, format);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onSurfaceCreated(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.u8(displayId);
            out.u16(surfaceId);
            out.u16(width);
            out.u16(height);
            out.u32(format.code());
        }
    }

    /** A surface is gone; its id may come again. */
    record SurfaceDestroyed(int displayId, int surfaceId) implements SourceFrame {

        public SurfaceDestroyed {
            FrameFields.requireSurface(displayId, surfaceId);
        }

        static SurfaceDestroyed decode(SpiceReader in) {
            int displayId = in.u8("display_id");
            int surfaceId = in.u16("surface_id");
            return new SurfaceDestroyed(displayId, surfaceId);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onSurfaceDestroyed(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.u8(displayId);
            out.u16(surfaceId);
        }
    }

    /**
     * Pixels of a surface, {@link StreamLimits#BYTES_PER_PIXEL} bytes each, rows without gaps.
     *
     * @param left of the rectangle, which lies inside the surface and has at most {@link StreamLimits#PIECE_BYTES} of pixels
     * @param pixels as {@code encoding} has them: all of them, or fewer bytes
     */
    record SurfaceRows(
            int displayId, int surfaceId, int left, int top, int width, int rows, RowEncoding encoding, Bytes pixels)
            implements SourceFrame {

        public SurfaceRows {
            FrameFields.requireSurface(displayId, surfaceId);
            FrameFields.requireRectangle(left, top, width, rows);
            FrameFields.requirePixels(pixels, encoding, width * rows * StreamLimits.BYTES_PER_PIXEL);
        }

        static SurfaceRows decode(SpiceReader in) {
            int displayId = in.u8("display_id");
            int surfaceId = in.u16("surface_id");
            int left = in.u16("left");
            int top = in.u16("top");
            int width = in.u16("width");
            int rows = in.u16("rows");
            RowEncoding encoding = RowEncoding.decode(in);
            Bytes pixels = in.rest("pixels", StreamLimits.PIECE_BYTES);
            return new SurfaceRows(displayId, surfaceId, left, top, width, rows, encoding, pixels);
        }

        /** Rows as small as they get. {@code raw} has every pixel. */
        public static SurfaceRows compress(
                int displayId, int surfaceId, int left, int top, int width, int rows, Bytes raw) {
            Bytes smaller = RowEncoding.deflated(raw);
            RowEncoding encoding = smaller.length() < raw.length() ? RowEncoding.DEFLATE : RowEncoding.RAW;
            return new SurfaceRows(displayId, surfaceId, left, top, width, rows, encoding, smaller);
        }

        /** Every pixel; {@link StreamException} where the bytes are not of so many. */
        public Bytes decompress() {
            int rawBytes = width * rows * StreamLimits.BYTES_PER_PIXEL;
            return encoding == RowEncoding.RAW ? pixels : RowEncoding.inflated(pixels, rawBytes);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onSurfaceRows(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.u8(displayId);
            out.u16(surfaceId);
            out.u16(left);
            out.u16(top);
            out.u16(width);
            out.u16(rows);
            encoding.encode(out);
            out.bytes(pixels);
        }
    }

    /**
     * A piece of the GLZ dictionary that the client's display channels share, in order.
     *
     * @param piece at most {@link StreamLimits#PIECE_BYTES}
     */
    record GlzPiece(int connectionId, Bytes piece) implements SourceFrame {

        public GlzPiece {
            FrameFields.requireSession(connectionId);
            FrameFields.requireAtMost("glz piece", piece, StreamLimits.PIECE_BYTES);
        }

        static GlzPiece decode(SpiceReader in) {
            int connectionId = in.i32("connection_id");
            Bytes piece = in.rest("piece", StreamLimits.PIECE_BYTES);
            return new GlzPiece(connectionId, piece);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onGlzPiece(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.i32(connectionId);
            out.bytes(piece);
        }
    }

    /**
     * A piece of one section of what the source knows of a client's channel. The pieces of a section follow one another, and
     * each section comes once.
     *
     * @param section 0 to 65535; the servers know what each is
     * @param isLast whether the section is complete with it
     * @param piece at most {@link StreamLimits#PIECE_BYTES}; all of a client's together at most {@link
     *     StreamLimits#CLIENT_STATE_BYTES}
     */
    record ClientState(int connectionId, ChannelId channel, int section, boolean isLast, Bytes piece)
            implements SourceFrame {

        public ClientState {
            FrameFields.requireSession(connectionId);
            FieldRange.u16("section", section);
            FrameFields.requireAtMost("client state", piece, StreamLimits.PIECE_BYTES);
        }

        static ClientState decode(SpiceReader in) {
            int connectionId = in.i32("connection_id");
            ChannelId channel = FrameFields.channel(in, "channel");
            int section = in.u16("section");
            boolean isLast = in.bool8("last");
            Bytes piece = in.rest("piece", StreamLimits.PIECE_BYTES);
            return new ClientState(connectionId, channel, section, isLast, piece);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onClientState(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.i32(connectionId);
            FrameFields.encode(out, channel);
            out.u16(section);
            out.bool8(isLast);
            out.bytes(piece);
        }
    }

    /**
     * A chunk of the guest's state. A round begins when the one before it is complete.
     *
     * @param round counts from 0
     * @param chunk at most {@link StreamLimits#PIECE_BYTES}
     * @param isLast whether the round is complete with it
     */
    record GuestState(int round, Bytes chunk, boolean isLast) implements SourceFrame {

        public GuestState {
            FieldRange.atMost("round", round, Integer.MAX_VALUE);
            FrameFields.requireAtMost("guest state", chunk, StreamLimits.PIECE_BYTES);
        }

        static GuestState decode(SpiceReader in) {
            int round = in.u32AtMost("round", Integer.MAX_VALUE);
            boolean isLast = in.bool8("last");
            Bytes chunk = in.rest("chunk", StreamLimits.PIECE_BYTES);
            return new GuestState(round, chunk, isLast);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onGuestState(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.u32(round);
            out.bool8(isLast);
            out.bytes(chunk);
        }
    }

    /**
     * What a MIGRATE_DATA body is that leaves for the client after this.
     *
     * @param length of the body in bytes, as much as the type of channel may have
     */
    record BlobDigest(int connectionId, ChannelId channel, int length, Bytes sha256) implements SourceFrame {

        public BlobDigest {
            FrameFields.requireSession(connectionId);
            FieldRange.atMost("length", length, MigrateBlob.limitBytes(channel.type()));
            if (!MigrateBlob.isCarriedBy(channel.type())) {
                throw new IllegalArgumentException("blob digest: expected a channel with data, got " + channel);
            }
            FrameFields.requireExactly("sha256", sha256, RunningDigest.BYTES);
        }

        static BlobDigest decode(SpiceReader in) {
            int connectionId = in.i32("connection_id");
            ChannelId channel = FrameFields.channel(in, "channel");
            int length = in.u32AtMost("length", Limits.MIGRATE_DATA_BYTES);
            Bytes sha256 = in.bytes("sha256", RunningDigest.BYTES);
            return new BlobDigest(connectionId, channel, length, sha256);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onBlobDigest(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.i32(connectionId);
            FrameFields.encode(out, channel);
            out.u32(length);
            out.bytes(sha256);
        }
    }

    /**
     * Messages of a channel that came before its flush mark, when the guest had stopped: they are the target's, and before
     * all that the client sends there. Said before the digest of the channel's data.
     *
     * @param messages at most {@link StreamLimits#PIECE_BYTES}, as many frames as it takes
     */
    record KeptMessages(int connectionId, ChannelId channel, Bytes messages) implements SourceFrame {

        public KeptMessages {
            FrameFields.requireSession(connectionId);
            FrameFields.requireAtMost("kept messages", messages, StreamLimits.PIECE_BYTES);
        }

        static KeptMessages decode(SpiceReader in) {
            int connectionId = in.i32("connection_id");
            ChannelId channel = FrameFields.channel(in, "channel");
            Bytes messages = in.rest("messages", StreamLimits.PIECE_BYTES);
            return new KeptMessages(connectionId, channel, messages);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onKeptMessages(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.i32(connectionId);
            FrameFields.encode(out, channel);
            out.bytes(messages);
        }
    }

    /**
     * A piece of what the clients of a channel share. The pieces follow one another, and come once.
     *
     * @param isLast whether it is complete with it
     * @param piece at most {@link StreamLimits#PIECE_BYTES}; all together at most {@link StreamLimits#SHARED_STATE_BYTES}
     */
    record SharedState(ChannelId channel, boolean isLast, Bytes piece) implements SourceFrame {

        public SharedState {
            FrameFields.requireAtMost("shared state", piece, StreamLimits.PIECE_BYTES);
        }

        static SharedState decode(SpiceReader in) {
            ChannelId channel = FrameFields.channel(in, "channel");
            boolean isLast = in.bool8("last");
            Bytes piece = in.rest("piece", StreamLimits.PIECE_BYTES);
            return new SharedState(channel, isLast, piece);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onSharedState(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            FrameFields.encode(out, channel);
            out.bool8(isLast);
            out.bytes(piece);
        }
    }

    /** The guest does not run any more; what follows are last changes. */
    record GuestStopped() implements SourceFrame {

        @Override
        public void deliverTo(Handler handler) {
            handler.onGuestStopped(this);
        }

        @Override
        public void encode(SpiceWriter out) {}
    }

    /**
     * All is said that the target needs to go on.
     *
     * @param digest the SHA-256 of every byte before this frame in this direction, the beginning included
     */
    record SnapshotComplete(Bytes digest) implements SourceFrame {

        public SnapshotComplete {
            FrameFields.requireExactly("digest", digest, RunningDigest.BYTES);
        }

        static SnapshotComplete decode(SpiceReader in) {
            Bytes digest = in.bytes("digest", RunningDigest.BYTES);
            return new SnapshotComplete(digest);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onSnapshotComplete(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.bytes(digest);
        }
    }

    /** The guest is the target's; from here on the source does not let it run by itself. */
    record Run() implements SourceFrame {

        @Override
        public void deliverTo(Handler handler) {
            handler.onRun(this);
        }

        @Override
        public void encode(SpiceWriter out) {}
    }

    /** The client goes on at the source: let go of its links, and say so. */
    record Recall(int connectionId) implements SourceFrame {

        public Recall {
            FrameFields.requireSession(connectionId);
        }

        static Recall decode(SpiceReader in) {
            int connectionId = in.i32("connection_id");
            return new Recall(connectionId);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onRecall(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.i32(connectionId);
        }
    }

    /**
     * The move has failed or was called off; the last word.
     *
     * @param reason cut to {@link StreamLimits#REASON_BYTES}
     */
    record CancelMove(String reason) implements SourceFrame {

        public CancelMove {
            reason = FrameFields.line(reason, StreamLimits.REASON_BYTES);
        }

        static CancelMove decode(SpiceReader in) {
            String reason = FrameFields.reason(in);
            return new CancelMove(reason);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onCancelMove(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            FrameFields.encodeReason(out, reason);
        }
    }

    /** The session has ended, or does not come along after all; nothing more is said of it. */
    record SessionGone(int connectionId) implements SourceFrame {

        public SessionGone {
            FrameFields.requireSession(connectionId);
        }

        static SessionGone decode(SpiceReader in) {
            int connectionId = in.i32("connection_id");
            return new SessionGone(connectionId);
        }

        @Override
        public void deliverTo(Handler handler) {
            handler.onSessionGone(this);
        }

        @Override
        public void encode(SpiceWriter out) {
            out.i32(connectionId);
        }
    }

    /** Nothing to say, but there. */
    record SourceAlive() implements SourceFrame {

        @Override
        public void deliverTo(Handler handler) {
            handler.onSourceAlive(this);
        }

        @Override
        public void encode(SpiceWriter out) {}
    }

    /** One who hears of every kind. */
    interface Handler {

        void onHello(Hello frame);

        void onSessionList(SessionList frame);

        void onSurfaceCreated(SurfaceCreated frame);

        void onSurfaceDestroyed(SurfaceDestroyed frame);

        void onSurfaceRows(SurfaceRows frame);

        void onGlzPiece(GlzPiece frame);

        void onClientState(ClientState frame);

        void onGuestState(GuestState frame);

        void onBlobDigest(BlobDigest frame);

        void onKeptMessages(KeptMessages frame);

        void onSharedState(SharedState frame);

        void onGuestStopped(GuestStopped frame);

        void onSnapshotComplete(SnapshotComplete frame);

        void onRun(Run frame);

        void onRecall(Recall frame);

        void onCancelMove(CancelMove frame);

        void onSessionGone(SessionGone frame);

        void onSourceAlive(SourceAlive frame);
    }
}
