package dev.caraway.migration.stream;

import dev.caraway.migration.stream.SourceFrame.BlobDigest;
import dev.caraway.migration.stream.SourceFrame.CancelMove;
import dev.caraway.migration.stream.SourceFrame.ClientState;
import dev.caraway.migration.stream.SourceFrame.GlzPiece;
import dev.caraway.migration.stream.SourceFrame.GuestState;
import dev.caraway.migration.stream.SourceFrame.GuestStopped;
import dev.caraway.migration.stream.SourceFrame.Hello;
import dev.caraway.migration.stream.SourceFrame.KeptMessages;
import dev.caraway.migration.stream.SourceFrame.Recall;
import dev.caraway.migration.stream.SourceFrame.Run;
import dev.caraway.migration.stream.SourceFrame.SessionGone;
import dev.caraway.migration.stream.SourceFrame.SessionList;
import dev.caraway.migration.stream.SourceFrame.SharedState;
import dev.caraway.migration.stream.SourceFrame.SnapshotComplete;
import dev.caraway.migration.stream.SourceFrame.SourceAlive;
import dev.caraway.migration.stream.SourceFrame.SurfaceCreated;
import dev.caraway.migration.stream.SourceFrame.SurfaceDestroyed;
import dev.caraway.migration.stream.SourceFrame.SurfaceRows;
import dev.caraway.migration.stream.TargetFrame.GuestRuns;
import dev.caraway.migration.stream.TargetFrame.LinksClosed;
import dev.caraway.migration.stream.TargetFrame.Lost;
import dev.caraway.migration.stream.TargetFrame.Progress;
import dev.caraway.migration.stream.TargetFrame.Refuse;
import dev.caraway.migration.stream.TargetFrame.Restored;
import dev.caraway.migration.stream.TargetFrame.SessionRefused;
import dev.caraway.migration.stream.TargetFrame.Taken;
import dev.caraway.migration.stream.TargetFrame.TargetAlive;
import dev.caraway.migration.stream.TargetFrame.Welcome;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.WireException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One row a kind of frame: the registry. Numbers of the source lie below 100, those of the target above. */
enum FrameType {
    HELLO(1, Hello.class, 2 * (1 + StreamLimits.NAME_BYTES) + 1, Hello::decode),
    SESSION_LIST(2, SessionList.class, 1 + StreamLimits.SESSIONS * MovingSession.MAX_BYTES, SessionList::decode),
    SURFACE_CREATED(3, SurfaceCreated.class, 11, SurfaceCreated::decode),
    SURFACE_DESTROYED(4, SurfaceDestroyed.class, 3, SurfaceDestroyed::decode),
    SURFACE_ROWS(5, SurfaceRows.class, 12 + StreamLimits.PIECE_BYTES, SurfaceRows::decode),
    GLZ_PIECE(6, GlzPiece.class, 4 + StreamLimits.PIECE_BYTES, GlzPiece::decode),
    CLIENT_STATE(7, ClientState.class, 9 + StreamLimits.PIECE_BYTES, ClientState::decode),
    GUEST_STATE(8, GuestState.class, 5 + StreamLimits.PIECE_BYTES, GuestState::decode),
    BLOB_DIGEST(9, BlobDigest.class, 10 + RunningDigest.BYTES, BlobDigest::decode),
    KEPT_MESSAGES(10, KeptMessages.class, 6 + StreamLimits.PIECE_BYTES, KeptMessages::decode),
    GUEST_STOPPED(11, GuestStopped.class, 0, in -> new GuestStopped()),
    SNAPSHOT_COMPLETE(12, SnapshotComplete.class, RunningDigest.BYTES, SnapshotComplete::decode),
    RUN(13, Run.class, 0, in -> new Run()),
    RECALL(14, Recall.class, 4, Recall::decode),
    CANCEL_MOVE(15, CancelMove.class, StreamLimits.REASON_BYTES, CancelMove::decode),
    SESSION_GONE(16, SessionGone.class, 4, SessionGone::decode),
    SOURCE_ALIVE(17, SourceAlive.class, 0, in -> new SourceAlive()),
    SHARED_STATE(18, SharedState.class, 3 + StreamLimits.PIECE_BYTES, SharedState::decode),

    WELCOME(101, Welcome.class, 0, in -> new Welcome()),
    REFUSE(102, Refuse.class, StreamLimits.REASON_BYTES, Refuse::decode),
    SESSION_REFUSED(103, SessionRefused.class, 4 + StreamLimits.REASON_BYTES, SessionRefused::decode),
    RESTORED(104, Restored.class, 4, Restored::decode),
    GUEST_RUNS(105, GuestRuns.class, 1, GuestRuns::decode),
    TAKEN(106, Taken.class, 4, Taken::decode),
    LOST(107, Lost.class, 4 + StreamLimits.REASON_BYTES, Lost::decode),
    PROGRESS(108, Progress.class, 8, Progress::decode),
    LINKS_CLOSED(109, LinksClosed.class, 4, LinksClosed::decode),
    TARGET_ALIVE(110, TargetAlive.class, 0, in -> new TargetAlive());

    private static final Map<Integer, FrameType> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(FrameType::number, Function.identity()));
    private static final Map<Class<?>, FrameType> BY_KIND =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(type -> type.kind, Function.identity()));

    private final int number;
    private final Class<? extends StreamFrame> kind;
    private final int maxBytes;

    @SuppressWarnings("ImmutableEnumChecker")
    private final Function<SpiceReader, ? extends StreamFrame> decode;

    FrameType(
            int number,
            Class<? extends StreamFrame> kind,
            int maxBytes,
            Function<SpiceReader, ? extends StreamFrame> decode) {
        this.number = number;
        this.kind = kind;
        this.maxBytes = maxBytes;
        this.decode = decode;
    }

    static FrameType of(StreamFrame frame) {
        return Optional.ofNullable(BY_KIND.get(frame.getClass())).orElseThrow();
    }

    static Optional<FrameType> ofNumber(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }

    int number() {
        return number;
    }

    /** The largest payload. */
    int maxBytes() {
        return maxBytes;
    }

    /** Whether it goes the way of {@code direction}, {@link SourceFrame} or {@link TargetFrame}. */
    boolean goes(Class<? extends StreamFrame> direction) {
        return direction.isAssignableFrom(kind);
    }

    /** The frame whose payload this is; {@link StreamException} if there is none. */
    StreamFrame decode(Bytes payload) {
        SpiceReader in = new SpiceReader(name(), payload);
        try {
            StreamFrame frame = decode.apply(in);
            in.end();
            return frame;
        } catch (WireException e) {
            throw new StreamException(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            // A frame's constructor knows its bounds, and need not be told them by what reads it.
            throw new StreamException(name() + ": " + e.getMessage());
        }
    }
}
