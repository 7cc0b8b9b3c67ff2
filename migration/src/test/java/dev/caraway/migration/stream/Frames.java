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
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.wire.Bytes;
import java.util.Arrays;
import java.util.List;

/** Some frames of each kind. */
final class Frames {

    static final ChannelId MAIN = new ChannelId(ChannelType.MAIN, 0);
    static final ChannelId DISPLAY = new ChannelId(ChannelType.DISPLAY, 0);
    static final ChannelId SECOND_DISPLAY = new ChannelId(ChannelType.DISPLAY, 1);
    static final ChannelId INPUTS = new ChannelId(ChannelType.INPUTS, 0);
    static final ChannelId CURSOR = new ChannelId(ChannelType.CURSOR, 0);

    /** A seamless session. */
    static final int SEAMLESS = 7;

    /** A session that starts from a clean state. */
    static final int SEMI_SEAMLESS = -8;

    /** A session that nobody has listed. */
    static final int UNKNOWN = 9;

    static final Bytes DIGEST = filled(32, 0xd1);

    static final SessionList SESSIONS = new SessionList(List.of(
            new MovingSession(
                    SEAMLESS,
                    filled(32, 0x33),
                    true,
                    List.of(MAIN, DISPLAY, SECOND_DISPLAY, INPUTS, CURSOR),
                    List.of(MAIN, DISPLAY, INPUTS, CURSOR)),
            new MovingSession(SEMI_SEAMLESS, Bytes.EMPTY, false, List.of(MAIN, DISPLAY), List.of(MAIN, DISPLAY))));

    /** Of every kind, but {@link SnapshotComplete}, whose digest depends on what was before. */
    static final List<SourceFrame> OF_SOURCE = List.of(
            new Hello("desktop", "büro", true),
            new Hello("", "", false),
            SESSIONS,
            new SessionList(List.of()),
            new SurfaceCreated(0, 0, 4, 3, SurfaceFormat.XRGB_32),
            new SurfaceCreated(255, 1023, 32767, 1, SurfaceFormat.ARGB_32),
            new SurfaceDestroyed(0, 0),
            new SurfaceRows(0, 0, 1, 1, 3, 2, RowEncoding.RAW, filled(24, 0x55)),
            SurfaceRows.compress(0, 0, 0, 0, 4, 3, filled(48, 0)),
            new GlzPiece(SEAMLESS, filled(3, 1)),
            new GlzPiece(SEAMLESS, Bytes.EMPTY),
            new ClientState(SEAMLESS, DISPLAY, 65535, true, filled(5, 2)),
            new GuestState(0, filled(4, 3), false),
            new GuestState(Integer.MAX_VALUE, Bytes.EMPTY, true),
            new BlobDigest(SEAMLESS, INPUTS, 10, DIGEST),
            new KeptMessages(SEAMLESS, DISPLAY, filled(6, 4)),
            new SharedState(DISPLAY, true, filled(7, 4)),
            new GuestStopped(),
            new Run(),
            new Recall(SEAMLESS),
            new CancelMove("guest: expected a disk, got none"),
            new SessionGone(SEAMLESS),
            new SourceAlive());

    /** Of every kind. */
    static final List<TargetFrame> OF_TARGET = List.of(
            new Welcome(),
            new Refuse("guest kind: expected desktop, got replay"),
            new SessionRefused(SEAMLESS, "links: expected cursor-0"),
            new Restored(SEAMLESS),
            new GuestRuns(true),
            new GuestRuns(false),
            new Taken(SEAMLESS),
            new Lost(SEAMLESS, ""),
            new Progress(Long.MAX_VALUE),
            new LinksClosed(SEAMLESS),
            new TargetAlive());

    private Frames() {}

    static Bytes filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return Bytes.wrap(bytes);
    }
}
