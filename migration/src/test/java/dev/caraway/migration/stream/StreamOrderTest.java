package dev.caraway.migration.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.migration.Machines;
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
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.wire.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StreamOrderTest {

    private static final String TABLE = "stream-order.txt";

    private static final Hello HELLO = new Hello("desktop", "a", true);
    private static final SurfaceCreated SURFACE = new SurfaceCreated(0, 0, 4, 3, SurfaceFormat.XRGB_32);
    private static final GuestState LAST_CHUNK = new GuestState(0, Bytes.EMPTY, true);
    private static final SnapshotComplete SNAPSHOT = new SnapshotComplete(Frames.DIGEST);

    private static final List<StreamFrame> COMPLETE =
            List.of(HELLO, new Welcome(), Frames.SESSIONS, SURFACE, new GuestStopped(), LAST_CHUNK, SNAPSHOT);
    private static final List<StreamFrame> RUNNING = after(COMPLETE, new Run());
    private static final List<StreamFrame> RESTORED =
            after(RUNNING, new GuestRuns(false), new Restored(Frames.SEAMLESS));
    private static final List<StreamFrame> WITH_MAIN =
            after(RESTORED, new BlobDigest(7, Frames.MAIN, 9, Frames.DIGEST));

    private static final Map<String, List<StreamFrame>> STATES = states();

    @Test
    void everyFrameAfterEveryBeginningIsAnsweredAsTheTableSays() throws IOException {
        String actual = table();
        String expected;
        try (InputStream in = StreamOrderTest.class.getResourceAsStream(TABLE)) {
            expected = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (!actual.equals(expected)) {
            Files.writeString(Path.of("target", TABLE), actual);
        }
        assertThat(actual)
                .as("the table; this run's is in target/%s, to be reviewed and kept if it is right", TABLE)
                .isEqualTo(expected);
    }

    @Test
    void everyKindOfFrameIsInTheTable() {
        assertThat(frames().map(FrameType::of).distinct()).containsExactlyInAnyOrder(FrameType.values());
    }

    @Test
    void rowsOutsideTheirSurfaceAreRefused() {
        List<StreamFrame> before = List.of(HELLO, SURFACE);

        assertThat(refusal(before, rows(1, 1, 3, 2))).isEmpty();
        assertThat(refusal(before, rows(2, 1, 3, 2))).isPresent();
        assertThat(refusal(before, rows(1, 2, 3, 2))).isPresent();
    }

    @Test
    void aSurfaceIdMayComeAgainOnceItsSurfaceIsGone() {
        assertThat(refusal(List.of(HELLO, SURFACE, new SurfaceDestroyed(0, 0)), SURFACE))
                .isEmpty();
        assertThat(refusal(List.of(HELLO, SURFACE), new SurfaceCreated(1, 0, 4, 3, SurfaceFormat.XRGB_32)))
                .isEmpty();
    }

    @Test
    void moreSurfacesOrPixelsThanGuestsHaveAreRefused() {
        StreamOrder many = new StreamOrder();
        many.admit(HELLO);
        IntStream.range(0, StreamLimits.SURFACES).forEach(i -> many.admit(surface(i / 1024, i % 1024, 1, 1)));
        assertThatThrownBy(() -> many.admit(surface(9, 0, 1, 1))).isInstanceOf(StreamException.class);

        StreamOrder large = new StreamOrder();
        large.admit(HELLO);
        int side = 1 << 14;
        assertThat((long) side * side).isEqualTo(StreamLimits.SURFACE_PIXELS);
        large.admit(surface(0, 0, side, side - 1));
        assertThatThrownBy(() -> large.admit(surface(0, 1, side, 2))).isInstanceOf(StreamException.class);
        large.admit(surface(0, 1, side, 1));
        large.admit(new SurfaceDestroyed(0, 0));
        large.admit(surface(0, 0, side, side - 1));
    }

    @Test
    void moreStateThanAClientHasIsRefused() {
        Bytes piece = Bytes.wrap(new byte[StreamLimits.PIECE_BYTES]);
        StreamOrder pieces = new StreamOrder();
        Stream.of(HELLO, Frames.SESSIONS).forEach(pieces::admit);
        IntStream.range(0, StreamLimits.CLIENT_STATE_BYTES >> 20)
                .forEach(i -> pieces.admit(new ClientState(7, Frames.DISPLAY, 1, false, piece)));
        assertThatThrownBy(() -> pieces.admit(new ClientState(7, Frames.DISPLAY, 1, false, piece)))
                .isInstanceOf(StreamException.class)
                .hasMessageContaining("bytes in all");
    }

    @Test
    void moreInputThanAClientHasTypedIsRefused() {
        StreamOrder order = new StreamOrder();
        Stream.of(HELLO, Frames.SESSIONS, new GuestStopped()).forEach(order::admit);
        KeptMessages flood = new KeptMessages(7, Frames.INPUTS, Bytes.wrap(new byte[StreamLimits.KEPT_BYTES / 4]));
        IntStream.range(0, 3).forEach(i -> order.admit(flood));
        assertThatThrownBy(() -> order.admit(flood))
                .isInstanceOf(StreamException.class)
                .hasMessageContaining("bytes in all");
    }

    @Test
    void aRoundBeginsWhenTheOneBeforeItIsComplete() {
        List<StreamFrame> first = List.of(HELLO, chunk(0, false));

        assertThat(refusal(first, chunk(1, false))).isPresent();
        assertThat(refusal(first, chunk(0, true))).isEmpty();
        assertThat(refusal(after(first, chunk(0, true)), chunk(0, true))).isPresent();
        assertThat(refusal(after(first, chunk(0, true)), chunk(2, true))).isPresent();
        assertThat(refusal(after(first, chunk(0, true)), chunk(1, true))).isEmpty();
    }

    @Test
    void aSnapshotHasAWholeRoundOfTheStoppedGuest() {
        List<StreamFrame> begun = List.of(HELLO, Frames.SESSIONS, chunk(0, false), new GuestStopped(), chunk(0, true));

        assertThat(refusal(begun, SNAPSHOT)).as("round of the running guest").isPresent();
        assertThat(refusal(after(begun, chunk(1, false)), SNAPSHOT))
                .as("half a round")
                .isPresent();
        assertThat(refusal(after(begun, chunk(1, true)), SNAPSHOT)).isEmpty();
        assertThat(refusal(after(begun, chunk(1, true), chunk(2, false)), SNAPSHOT))
                .isPresent();
    }

    @Test
    void aGuestThatMovesAnotherWayHasNoStateHere() {
        List<StreamFrame> stopped = List.of(new Hello("qemu", "a", false), Frames.SESSIONS, new GuestStopped());

        assertThat(refusal(stopped, LAST_CHUNK)).isPresent();
        assertThat(refusal(stopped, SNAPSHOT)).isEmpty();
    }

    @Test
    void mainIsHandedOverOnceTheOthersAreRestoredAndNeverCalledBack() {
        BlobDigest main = new BlobDigest(Frames.SEAMLESS, Frames.MAIN, 65, Frames.DIGEST);

        assertThat(refusal(after(RUNNING, new GuestRuns(false)), main)).isPresent();
        assertThat(refusal(RESTORED, main)).isEmpty();
        assertThat(refusal(RESTORED, new Recall(Frames.SEAMLESS))).isEmpty();
        assertThat(refusal(WITH_MAIN, new Recall(Frames.SEAMLESS))).isPresent();
    }

    @Test
    void progressNeverGoesBack() {
        List<StreamFrame> before = List.of(HELLO, new Welcome(), new Progress(10));

        assertThat(refusal(before, new Progress(10))).isEmpty();
        assertThat(refusal(before, new Progress(9))).isPresent();
    }

    @Test
    void wordsThatCrossAreNoViolation() {
        assertThat(refusal(
                        after(RUNNING, new GuestRuns(true), new Recall(Frames.SEAMLESS)),
                        new Restored(Frames.SEAMLESS)))
                .isEmpty();
        assertThat(refusal(
                        after(RUNNING, new Recall(Frames.SEAMLESS), new Lost(Frames.SEAMLESS, "")), new LinksClosed(7)))
                .isEmpty();
        assertThat(refusal(after(WITH_MAIN, new SessionGone(Frames.SEAMLESS)), new Taken(Frames.SEAMLESS)))
                .isEmpty();
        assertThat(refusal(after(COMPLETE, new CancelMove("")), new TargetAlive()))
                .isEmpty();
    }

    /** For each beginning what may follow, and what may not, by what was expected instead. */
    private static String table() {
        StringBuilder table = new StringBuilder("""
                Every frame after some beginnings: what may follow, and what is refused, by what is expected of it.
                Session 7 is seamless, -8 is not, 9 was not listed.
                """);
        STATES.forEach((name, before) -> {
            Map<String, List<StreamFrame>> byAnswer = new TreeMap<>();
            frames().forEach(frame -> byAnswer.computeIfAbsent(answer(before, frame), same -> new ArrayList<>())
                    .add(frame));
            table.append('\n').append(name).append('\n');
            byAnswer.forEach((answer, frames) -> table.append("  ")
                    .append(answer)
                    .append(": ")
                    .append(described(frames))
                    .append('\n'));
        });
        return table.toString();
    }

    private static String answer(List<StreamFrame> before, StreamFrame frame) {
        return refusal(before, frame)
                .map(reason -> reason.replaceAll("^.*: expected ", "expected ").replaceAll(", got .*$", ""))
                .orElse("YES");
    }

    /** A kind is name enough where all frames of it meet the same answer. */
    private static String described(List<StreamFrame> same) {
        return same.stream()
                .map(frame -> same.containsAll(frames().filter(other -> other.getClass() == frame.getClass())
                                .toList())
                        ? frame.getClass().getSimpleName()
                        : Machines.described(frame).replaceAll(" Bytes \\d+(: [0-9a-f]+…?)?", ""))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static Map<String, List<StreamFrame>> states() {
        Map<String, List<StreamFrame>> states = new LinkedHashMap<>();
        List<StreamFrame> hello = List.of(HELLO);
        List<StreamFrame> welcome = after(hello, new Welcome());
        List<StreamFrame> listed = after(welcome, Frames.SESSIONS, SURFACE, LAST_CHUNK);
        List<StreamFrame> inputsGone = after(listed, new BlobDigest(7, Frames.INPUTS, 10, Frames.DIGEST));
        List<StreamFrame> stopped = after(listed, new GuestStopped());
        states.put("nothing", List.of());
        states.put("hello", hello);
        states.put("refusal", after(hello, new Refuse("")));
        states.put("welcome", welcome);
        states.put("sessions, surface, round 0", listed);
        states.put("the same, inputs of 7 handed over", inputsGone);
        states.put("the same, 7 recalled", after(inputsGone, new Recall(7)));
        states.put("sessions, surface, round 0, 7 gone", after(listed, new SessionGone(7)));
        states.put("sessions, surface, round 0, 7 refused", after(listed, new SessionRefused(7, "")));
        states.put("guest stopped", stopped);
        states.put(
                "guest stopped, a piece of 7's display",
                after(stopped, new ClientState(7, Frames.DISPLAY, 1, false, Bytes.EMPTY)));
        states.put(
                "guest stopped, 7's display", after(stopped, new ClientState(7, Frames.DISPLAY, 1, true, Bytes.EMPTY)));
        states.put("guest stopped, round 1", after(stopped, new GuestState(1, Bytes.EMPTY, true)));
        states.put("snapshot complete", COMPLETE);
        states.put("run", RUNNING);
        states.put("run, 7 recalled", after(RUNNING, new Recall(7)));
        states.put("run, guest here", after(RUNNING, new GuestRuns(false)));
        states.put("7 restored", RESTORED);
        states.put("7 restored, its main handed over", WITH_MAIN);
        states.put("7 taken", after(WITH_MAIN, new Taken(7)));
        states.put("7 lost", after(WITH_MAIN, new Lost(7, "")));
        states.put("run, cancelled", after(RUNNING, new CancelMove("")));
        return states;
    }

    private static Stream<StreamFrame> frames() {
        return Stream.of(
                HELLO,
                Frames.SESSIONS,
                SURFACE,
                new SurfaceCreated(0, 1, 4, 3, SurfaceFormat.XRGB_32),
                new SurfaceDestroyed(0, 0),
                rows(0, 0, 4, 3),
                new GlzPiece(7, Bytes.EMPTY),
                new GlzPiece(-8, Bytes.EMPTY),
                new GlzPiece(9, Bytes.EMPTY),
                new ClientState(7, Frames.DISPLAY, 1, false, Bytes.EMPTY),
                new ClientState(7, Frames.DISPLAY, 1, true, Bytes.EMPTY),
                new ClientState(7, Frames.SECOND_DISPLAY, 1, true, Bytes.EMPTY),
                LAST_CHUNK,
                new GuestState(1, Bytes.EMPTY, true),
                new BlobDigest(7, Frames.INPUTS, 10, Frames.DIGEST),
                new BlobDigest(7, Frames.DISPLAY, 84, Frames.DIGEST),
                new BlobDigest(7, Frames.MAIN, 65, Frames.DIGEST),
                new BlobDigest(-8, Frames.DISPLAY, 84, Frames.DIGEST),
                new KeptMessages(7, Frames.INPUTS, Bytes.EMPTY),
                new KeptMessages(-8, Frames.INPUTS, Bytes.EMPTY),
                new SharedState(Frames.DISPLAY, true, Bytes.EMPTY),
                new GuestStopped(),
                SNAPSHOT,
                new Run(),
                new Recall(7),
                new Recall(-8),
                new CancelMove(""),
                new SessionGone(7),
                new SessionGone(9),
                new SourceAlive(),
                new Welcome(),
                new Refuse(""),
                new SessionRefused(7, ""),
                new SessionRefused(9, ""),
                new Restored(7),
                new GuestRuns(false),
                new Taken(7),
                new Taken(-8),
                new Lost(7, ""),
                new Progress(0),
                new LinksClosed(7),
                new TargetAlive());
    }

    private static Optional<String> refusal(List<StreamFrame> before, StreamFrame frame) {
        StreamOrder order = new StreamOrder();
        before.forEach(said -> admit(order, said));
        try {
            admit(order, frame);
            return Optional.empty();
        } catch (StreamException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private static void admit(StreamOrder order, StreamFrame frame) {
        if (frame instanceof SourceFrame ofSource) {
            order.admit(ofSource);
        } else if (frame instanceof TargetFrame ofTarget) {
            order.admit(ofTarget);
        }
    }

    private static List<StreamFrame> after(List<StreamFrame> before, StreamFrame... more) {
        List<StreamFrame> frames = new ArrayList<>(before);
        frames.addAll(List.of(more));
        return frames;
    }

    private static GuestState chunk(int round, boolean isLast) {
        return new GuestState(round, Bytes.EMPTY, isLast);
    }

    private static SurfaceCreated surface(int displayId, int surfaceId, int width, int height) {
        return new SurfaceCreated(displayId, surfaceId, width, height, SurfaceFormat.XRGB_32);
    }

    private static SurfaceRows rows(int left, int top, int width, int rows) {
        return new SurfaceRows(0, 0, left, top, width, rows, RowEncoding.RAW, Frames.filled(4 * width * rows, 0));
    }
}
