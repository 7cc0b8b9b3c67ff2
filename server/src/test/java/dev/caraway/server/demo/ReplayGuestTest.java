package dev.caraway.server.demo;

import static dev.caraway.server.demo.WrittenRecording.COPY_OF_IMAGE;
import static dev.caraway.server.demo.WrittenRecording.PRIMARY;
import static dev.caraway.server.demo.WrittenRecording.createSurface;
import static dev.caraway.server.demo.WrittenRecording.cursorMove;
import static dev.caraway.server.demo.WrittenRecording.cursorSet;
import static dev.caraway.server.demo.WrittenRecording.destroySurface;
import static dev.caraway.server.demo.WrittenRecording.drawing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ReplayGuestTest {

    private static final long MILLI = 1_000_000;

    @TempDir
    private Path folder;

    private final List<String> calls = new ArrayList<>();
    private final ScriptedClock clock = new ScriptedClock();
    private final NotedDisplay display = new NotedDisplay(clock, calls);

    @Test
    void passDrawsWhatWasRecordedAndReportsIt() throws IOException {
        ReplayGuest guest = guest(0, false, 1, PRIMARY, createSurface(5, 2, 1, 8, ""), copy(), destroySurface(5));
        clock.at(1, guest::onRun);
        guest.play(display);
        assertThat(calls)
                .containsExactly(
                        "1 create 0 8x4",
                        "1 create 5 2x1",
                        "1 draw DrawCopy",
                        "1 destroy 5",
                        "{\"pass\":1,\"commands\":3,\"replay_s\":0.000,\"cpu_s\":0.000}");
    }

    @Test
    void gapIsKeptFromCommandToCommand() throws IOException {
        ReplayGuest guest = guest(10 * MILLI, false, 1, PRIMARY, copy(), "event 1 1 2 1\n", copy(), copy());
        clock.at(0, guest::onRun);
        guest.play(display);
        assertThat(calls)
                .containsExactly(
                        "0 create 0 8x4",
                        "0 draw DrawCopy",
                        "10 draw DrawCopy",
                        "20 draw DrawCopy",
                        "{\"pass\":1,\"commands\":3,\"replay_s\":0.020,\"cpu_s\":0.010}");
    }

    @Test
    void pauseHoldsTheNextCommand() throws IOException {
        ReplayGuest guest = guest(10 * MILLI, false, 1, PRIMARY, copy(), copy(), copy());
        clock.at(0, guest::onRun);
        clock.at(5, guest::onPause);
        clock.at(105, guest::onRun);
        guest.play(display);
        assertThat(calls).startsWith("0 create 0 8x4", "0 draw DrawCopy", "105 draw DrawCopy", "115 draw DrawCopy");
    }

    @Test
    void firstCommandWaitsUntilAClientHasSettled() throws IOException {
        ReplayGuest guest = guest(0, true, 1, PRIMARY, copy());
        clock.at(0, guest::onRun);
        clock.at(100, () -> guest.onViewers(1));
        clock.at(200, () -> guest.onViewers(0));
        clock.at(300, () -> guest.onViewers(1));
        clock.at(400, () -> guest.onViewers(2));
        guest.play(display);
        assertThat(calls)
                .containsExactly(
                        "0 create 0 8x4",
                        "1000 draw DrawCopy",
                        "{\"pass\":1,\"commands\":1,\"replay_s\":0.000,\"cpu_s\":0.000}");
    }

    @Test
    void eachPassHasAFreshClientAndFreshSurfaces() throws IOException {
        ReplayGuest guest = guest(0, true, 2, PRIMARY, createSurface(5, 2, 1, 8, ""), cursorSet(1));
        clock.at(0, guest::onRun);
        clock.at(0, () -> guest.onViewers(1));
        clock.at(2000, () -> guest.onViewers(0));
        clock.at(3000, () -> guest.onViewers(1));
        guest.play(display);
        assertThat(calls)
                .containsExactly(
                        "0 create 0 8x4",
                        "700 create 5 2x1",
                        "700 move -3,4",
                        "700 cursor",
                        "{\"pass\":1,\"commands\":2,\"replay_s\":0.000,\"cpu_s\":0.000}",
                        "2000 destroy 0",
                        "2000 destroy 5",
                        "2000 hide",
                        "2000 create 0 8x4",
                        "3700 create 5 2x1",
                        "3700 move -3,4",
                        "3700 cursor",
                        "{\"pass\":2,\"commands\":2,\"replay_s\":0.000,\"cpu_s\":0.000}");
    }

    @Test
    void reportWaitsUntilThePipesAreEmpty() throws IOException {
        ReplayGuest guest = guest(0, false, 1, PRIMARY, copy());
        CompletableFuture<Void> drained = display.holdUp();
        clock.at(0, guest::onRun);
        clock.at(500, () -> drained.complete(null));
        guest.play(display);
        assertThat(calls).endsWith("{\"pass\":1,\"commands\":1,\"replay_s\":0.500,\"cpu_s\":0.250}");
    }

    @Test
    void refusedCommandIsCountedAndSkipped() throws IOException {
        ReplayGuest guest = guest(0, false, 1, PRIMARY, drawing(4, "point 0 0\n"), destroySurface(9), copy());
        clock.at(0, guest::onRun);
        guest.play(display);
        assertThat(calls)
                .containsExactly(
                        "0 create 0 8x4",
                        "0 draw DrawCopy",
                        "{\"pass\":1,\"commands\":3,\"replay_s\":0.000,\"cpu_s\":0.000}");
    }

    @Test
    void refusalsOfOneKindAreOne() {
        ReplayedDisplay replayed = new ReplayedDisplay(display);
        replayed.apply(new RecordedEvent.DestroySurface(9));
        replayed.apply(new RecordedEvent.Unusable("CursorSet", "reason"));
        replayed.apply(new RecordedEvent.DestroySurface(8));
        assertThat(replayed.takeRefusals())
                .containsExactly(
                        new ReplayedDisplay.Refusals("DestroySurface", 2, "no surface 9"),
                        new ReplayedDisplay.Refusals("CursorSet", 1, "reason"));
        assertThat(replayed.takeRefusals()).isEmpty();
    }

    @Test
    void movedCursorIsSeenAgain() throws IOException {
        ReplayGuest guest = guest(0, false, 1, PRIMARY, cursorSet(0), cursorMove(1, 2), cursorMove(3, 4));
        clock.at(0, guest::onRun);
        guest.play(display);
        assertThat(calls)
                .startsWith(
                        "0 create 0 8x4", "0 move -3,4", "0 cursor", "0 hide", "0 move 1,2", "0 cursor", "0 move 3,4");
    }

    @Test
    void markerFollowsEveryFiftiethCommandAndIsWrittenDown() throws IOException {
        Path markers = folder.resolve("markers");
        String[] events = new String[121];
        Arrays.fill(events, copy());
        events[0] = PRIMARY;
        ReplayGuest guest =
                new ReplayGuest(new ReplayOptions(file(events), MILLI, false, 2, markers), calls::add, clock);
        clock.at(0, guest::onRun);
        guest.play(display);

        assertThat(Files.readAllLines(markers))
                .containsExactly(
                        "{\"marker\":1,\"color\":\"a50001\",\"fed_ns\":49000000}",
                        "{\"marker\":2,\"color\":\"a50002\",\"fed_ns\":99000000}",
                        // The second pass begins when the first ends, and goes on counting.
                        "{\"marker\":3,\"color\":\"a50003\",\"fed_ns\":148000000}",
                        "{\"marker\":4,\"color\":\"a50004\",\"fed_ns\":198000000}");
        assertThat(calls)
                .containsSubsequence("49 draw DrawCopy", "49 draw DrawFill", "50 draw DrawCopy")
                .contains("{\"pass\":1,\"commands\":120,\"replay_s\":0.119,\"cpu_s\":0.060}");
    }

    @Test
    void brokenRecordingEndsThePass() throws IOException {
        ReplayGuest guest = guest(0, false, 1, PRIMARY, copy(), "nonsense\n", copy());
        clock.at(0, guest::onRun);
        guest.play(display);
        assertThat(calls).endsWith("{\"pass\":1,\"commands\":1,\"replay_s\":0.000,\"cpu_s\":0.000}");
    }

    @Test
    void closingTheServerEndsEveryWait() throws IOException {
        ReplayGuest awaitingRun = guest(0, false, 1, PRIMARY, copy());
        clock.at(0, awaitingRun::onClose);
        awaitingRun.play(display);
        assertThat(calls).isEmpty();

        ReplayGuest awaitingClient = guest(0, true, 1, PRIMARY, copy());
        clock.at(0, awaitingClient::onRun);
        clock.at(50, awaitingClient::onClose);
        awaitingClient.play(display);
        assertThat(calls).containsExactly("0 create 0 8x4");

        calls.clear();
        display.holdUp();
        ReplayGuest awaitingPipes = guest(MILLI, false, 1, PRIMARY, copy());
        clock.at(60, awaitingPipes::onRun);
        clock.at(70, awaitingPipes::onClose);
        awaitingPipes.play(display);
        assertThat(calls).containsExactly("60 create 0 8x4", "60 draw DrawCopy");
    }

    @Test
    void attachedGuestPlaysOnAThreadOfItsOwn() throws IOException, InterruptedException {
        BlockingQueue<String> reports = new LinkedBlockingQueue<>();
        ReplayGuest guest =
                ReplayGuest.create(Map.of("file", file(PRIMARY, copy(), copy()).toString()), reports::add);
        assertThat(guest.display()).isSameAs(guest);
        guest.attach(display);
        guest.onRun();
        assertThat(reports.poll(20, TimeUnit.SECONDS)).startsWith("{\"pass\":1,\"commands\":2,\"replay_s\":");
        guest.onClose();
    }

    @Test
    void optionsAreRead() throws IOException {
        Path file = file(PRIMARY);
        assertThat(ReplayOptions.parse(Map.of("file", file.toString())))
                .isEqualTo(new ReplayOptions(file, 0, false, 1, null));
        assertThat(ReplayOptions.parse(Map.of("file", file.toString(), "gap-us", "1000", "wait-client", "on")))
                .isEqualTo(new ReplayOptions(file, MILLI, true, 1, null));
        assertThat(ReplayOptions.parse(Map.of("file", file.toString(), "loop", "3")))
                .isEqualTo(new ReplayOptions(file, 0, true, 3, null));
    }

    @Test
    void wrongOptionsAreRefusedInOneLine() throws IOException {
        Path file = file(PRIMARY);
        Path noRecording = Files.writeString(folder.resolve("no.rec"), "hello\n");
        assertRefused(Map.of(), "replay: expected file=PATH of a recording (.rec or .rec.xz)");
        assertRefused(
                Map.of("file", folder.toString()), "replay file=" + folder + ": expected a file that can be read");
        assertRefused(
                Map.of("file", noRecording.toString()),
                "replay file=" + noRecording
                        + ": expected a recording (SPICE_REPLAY 1), got 'hello': expected 'SPICE_REPLAY 1'");
        assertRefused(
                Map.of("file", file.toString(), "gap", "1"),
                "replay option gap: expected file=PATH, gap-us=N, wait-client=on, loop=N or markers=PATH");
        assertRefused(Map.of("file", file.toString(), "gap-us", "-1"), "replay gap-us=-1: expected 0 to 60000000");
        assertRefused(
                Map.of("file", file.toString(), "markers", folder.toString()),
                "replay markers=" + folder + ": expected a file that can be written");
        assertRefused(Map.of("file", file.toString(), "loop", "0"), "replay loop=0: expected 1 to 1000000");
        assertRefused(
                Map.of("file", file.toString(), "wait-client", "yes"), "replay wait-client=yes: expected on or off");
    }

    private void assertRefused(Map<String, String> options, String message) {
        assertThatThrownBy(() -> ReplayGuest.create(options, calls::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private ReplayGuest guest(long gapNanos, boolean waits, int passes, String... events) throws IOException {
        return new ReplayGuest(new ReplayOptions(file(events), gapNanos, waits, passes, null), calls::add, clock);
    }

    private Path file(String... events) throws IOException {
        return Files.write(folder.resolve("r.rec"), WrittenRecording.bytes(events));
    }

    private static String copy() {
        return drawing(3, COPY_OF_IMAGE);
    }
}
