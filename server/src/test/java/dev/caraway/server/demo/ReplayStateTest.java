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

import dev.caraway.server.guest.GuestState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReplayStateTest {

    private static final long MILLI = 1_000_000;

    /** Surfaces that come, go and were never there, a cursor that hides, things between commands, and a broken end. */
    private static final String[] EVENTS = {
        PRIMARY,
        createSurface(5, 2, 1, 8, ""),
        copy(),
        "event 1 1 2 1\n",
        cursorSet(0),
        destroySurface(9),
        createSurface(6, 2, 1, 8, ""),
        cursorMove(1, 2),
        drawing(4, "point 0 0\n"),
        destroySurface(5),
        copy(),
        cursorMove(3, 4),
        "nonsense\n"
    };

    @TempDir
    private Path folder;

    /** What happens to a replay, whichever guest plays it then. */
    private static final class Run {

        final List<String> calls = new ArrayList<>();
        final ScriptedClock clock = new ScriptedClock();
        final ReplayOptions options;
        NotedDisplay display = new NotedDisplay(clock, calls);
        ReplayGuest guest;
        boolean isMoving;

        Run(ReplayOptions options) {
            this.options = options;
            this.guest = new ReplayGuest(options, calls::add, clock);
        }

        void at(long millis, Consumer<ReplayGuest> happens) {
            clock.at(millis, () -> happens.accept(guest));
        }

        /** The guest stops, is saved, and goes on at another host. */
        void moveAt(long millis) {
            clock.at(millis, this::move);
        }

        private void move() {
            ReplayGuest source = guest;
            source.onPause();
            ReplayGuest target = new ReplayGuest(options, calls::add, clock);
            load(target, saved(source));
            source.onClose();
            guest = target;
            display = display.restored();
            isMoving = true;
        }

        /** What the displays were told, with the milliseconds at which they were. */
        List<String> play() {
            do {
                if (isMoving) {
                    isMoving = false;
                    guest.onRun();
                }
                guest.play(display);
            } while (isMoving);
            return calls;
        }
    }

    @Test
    void replayThatMovesBetweenTwoCommandsDrawsEachWhenItWouldHaveWithoutTheMove() throws IOException {
        ReplayOptions options = new ReplayOptions(file(EVENTS), 10 * MILLI, false, 1, null);
        List<String> unmoved = run(options, run -> {});
        assertThat(unmoved).hasSizeGreaterThan(10);
        for (int cut = 1; cut < 120; cut += 3) {
            int first = cut;
            assertThat(run(options, run -> run.moveAt(first)))
                    .as("moved at %d ms", cut)
                    .isEqualTo(unmoved);
        }
    }

    @Test
    void replayMovesTwentyTimes() throws IOException {
        ReplayOptions options = new ReplayOptions(file(EVENTS), 10 * MILLI, false, 1, null);
        List<String> moved = run(options, run -> {
            for (int hop = 1; hop <= 20; hop++) {
                run.moveAt(4L * hop);
            }
        });
        assertThat(moved).isEqualTo(run(options, run -> {}));
    }

    @Test
    void replayThatWaitsForClientsAndLoopsGoesOnWhereverItWaits() throws IOException {
        ReplayOptions options = new ReplayOptions(file(EVENTS), 10 * MILLI, true, 3, null);
        List<String> unmoved = untimed(looped(options, -1));
        assertThat(unmoved).contains("destroy 0", "hide");
        for (int cut = 1; cut < 3200; cut += 37) {
            assertThat(untimed(looped(options, cut))).as("moved at %d ms", cut).isEqualTo(unmoved);
        }
    }

    @Test
    void replayWhoseFirstEventIsACommandIsNotClearedTwice() throws IOException {
        ReplayOptions options =
                new ReplayOptions(file(createSurface(5, 2, 1, 8, ""), copy()), 10 * MILLI, true, 3, null);
        List<String> unmoved = untimed(looped(options, -1));
        for (int cut = 1; cut < 3200; cut += 37) {
            assertThat(untimed(looped(options, cut))).as("moved at %d ms", cut).isEqualTo(unmoved);
        }
    }

    @Test
    void passThatMovesWhileClientsStillReadIsReportedOnceAndByTheTarget() throws IOException {
        Run run = new Run(new ReplayOptions(file(PRIMARY, copy(), copy()), 10 * MILLI, false, 1, null));
        CompletableFuture<Void> atSource = run.display.holdUp();
        run.at(0, ReplayGuest::onRun);
        run.clock.at(100, () -> {
            run.guest.onPause();
            atSource.complete(null);
        });
        run.clock.at(200, run::move);
        assertThat(run.play())
                .containsExactly(
                        "0 create 0 8x4",
                        "0 draw DrawCopy",
                        "10 draw DrawCopy",
                        "{\"pass\":1,\"commands\":2,\"replay_s\":0.200,\"cpu_s\":0.100}");
    }

    @Test
    void placeThatWasExpectedIsReadOnFrom() throws IOException {
        ReplayOptions options = new ReplayOptions(file(EVENTS), 10 * MILLI, false, 1, null);
        List<byte[]> rounds = new ArrayList<>();
        List<String> moved = run(options, run -> {
            run.clock.at(15, () -> rounds.add(round(run.guest)));
            run.clock.at(25, () -> {
                ReplayGuest source = run.guest;
                source.onPause();
                ReplayGuest target = new ReplayGuest(options, run.calls::add, run.clock);
                loadRound(target, rounds.get(0));
                load(target, saved(source));
                source.onClose();
                run.guest = target;
                run.display = run.display.restored();
                run.isMoving = true;
            });
        });
        assertThat(rounds).hasSize(1);
        assertThat(moved).isEqualTo(run(options, run -> {}));
    }

    @Test
    void saveWaitsUntilTheReplayDrawsNoMore() throws Exception {
        Path file = file(PRIMARY, copy(), copy());
        ReplayGuest guest =
                new ReplayGuest(new ReplayOptions(file, MILLI, false, 1, null), line -> {}, ReplayClock.SYSTEM);
        CompletableFuture<byte[]> saved = CompletableFuture.supplyAsync(() -> saved(guest));
        NotedDisplay noted = new NotedDisplay(new ScriptedClock(), new ArrayList<>());
        assertThat(saved).isNotDone();
        guest.attach(noted);
        assertThat(saved.get()).hasSizeGreaterThan(32);
        guest.onClose();
    }

    @Test
    void otherRecordingIsRefused() throws IOException {
        byte[] state = savedAt(25, file(EVENTS));
        Path other = Files.write(folder.resolve("other.rec"), WrittenRecording.bytes(PRIMARY, copy()));
        assertRefused(
                new ReplayOptions(other, 0, false, 1, null),
                state,
                "expected the same recording as at the source, got " + other);
    }

    @Test
    void passThatIsNotPlayedHereIsRefused() throws IOException {
        byte[] state = savedAt(25, file(EVENTS));
        state[32 + 3] = 2;
        assertRefused(
                new ReplayOptions(file(EVENTS), 0, false, 1, null),
                state,
                "replay pass 2: expected 1 to 1, which is loop here");
    }

    @Test
    void placeBehindTheEndIsRefusedAndTheReplayBeginsAnew() throws IOException {
        byte[] state = savedAt(25, file(EVENTS));
        state[32 + 4 + 7] = 99;
        Run run = new Run(new ReplayOptions(file(EVENTS), 0, false, 1, null));
        assertThatThrownBy(() -> state(run.guest).load(new ByteArrayInputStream(state)))
                .isInstanceOf(IOException.class)
                .hasMessage("replay position: expected one in this recording, got event 99");
        run.at(0, ReplayGuest::onRun);
        assertThat(run.play()).startsWith("0 create 0 8x4", "0 create 5 2x1", "0 draw DrawCopy");
    }

    @Test
    void cutOffAndTrailedStatesAreRefusedWithAReason() throws IOException {
        ReplayOptions options = new ReplayOptions(file(EVENTS), 0, false, 1, null);
        byte[] state = savedAt(25, options.file());
        for (int length = 0; length < state.length; length++) {
            assertRefused(options, Arrays.copyOf(state, length), "got the end of the state");
        }
        assertRefused(options, Arrays.copyOf(state, state.length + 1), "expected the end of the state, got more");
    }

    private static void assertRefused(ReplayOptions options, byte[] state, String reason) {
        ReplayGuest target = new ReplayGuest(options, line -> {}, new ScriptedClock());
        assertThatThrownBy(() -> state(target).load(new ByteArrayInputStream(state)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason);
    }

    private static byte[] savedAt(long millis, Path file) {
        Run run = new Run(new ReplayOptions(file, 10 * MILLI, false, 1, null));
        List<byte[]> states = new ArrayList<>();
        run.at(0, ReplayGuest::onRun);
        run.at(millis, guest -> {
            guest.onPause();
            states.add(saved(guest));
            guest.onClose();
        });
        run.play();
        return states.get(0);
    }

    private static List<String> run(ReplayOptions options, Consumer<Run> script) {
        Run run = new Run(options);
        run.at(0, ReplayGuest::onRun);
        script.accept(run);
        return run.play();
    }

    /** Clients come and go; a client that comes along is new to the target. */
    private static List<String> looped(ReplayOptions options, int cut) {
        Run run = new Run(options);
        int[] viewers = {0};
        List<long[]> script = new ArrayList<>();
        for (int pass = 0; pass < 3; pass++) {
            script.add(new long[] {1000L * pass + 100, 1});
            script.add(new long[] {1000L * pass + 990, 0});
        }
        script.add(new long[] {0, -1});
        if (cut >= 0) {
            script.add(new long[] {cut, -2});
        }
        // A client waits 700 ms before it counts; where it comes along that begins anew, so it stays longer.
        script.sort((a, b) -> Long.compare(a[0], b[0]));
        long delay = 0;
        for (long[] event : script) {
            long millis = event[0] + delay;
            if (event[1] == -1) {
                run.at(millis, ReplayGuest::onRun);
            } else if (event[1] == -2) {
                delay = 800;
                run.clock.at(millis, () -> {
                    run.move();
                    run.guest.onViewers(viewers[0]);
                });
            } else {
                run.at(millis, guest -> {
                    viewers[0] = (int) event[1];
                    guest.onViewers(viewers[0]);
                });
            }
        }
        return run.play();
    }

    /** Without times, and with what is measured left out of reports. */
    private static List<String> untimed(List<String> calls) {
        return calls.stream()
                .map(call -> call.replaceFirst("^\\d+ ", "").replaceFirst(",\"replay_s.*", ""))
                .toList();
    }

    private static GuestState state(ReplayGuest guest) {
        return guest.state().orElseThrow();
    }

    private static byte[] saved(ReplayGuest guest) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            state(guest).save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] round(ReplayGuest guest) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThat(state(guest).saveWhileRunning(0, out)).isFalse();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void load(ReplayGuest guest, byte[] saved) {
        try (InputStream in = new ByteArrayInputStream(saved)) {
            state(guest).load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void loadRound(ReplayGuest guest, byte[] saved) {
        try (InputStream in = new ByteArrayInputStream(saved)) {
            state(guest).loadWhileRunning(0, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path file(String... events) throws IOException {
        return Files.write(folder.resolve("r.rec"), WrittenRecording.bytes(events));
    }

    private static String copy() {
        return drawing(3, COPY_OF_IMAGE);
    }
}
