package dev.caraway.server.demo;

import dev.caraway.server.guest.CommandDisplay;
import dev.caraway.server.guest.CommandSource;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A recorded guest: draws again what a QXL driver drew for libspice-server.
 *
 * <p>It draws on a thread of its own, from when it may run; after the last pass its picture stays. After each pass it
 * reports one line of JSON: {@code {"pass":K,"commands":N,"replay_s":S,"cpu_s":S}}, both times from the first command
 * until every client has got what it draws.
 */
public final class ReplayGuest implements Guest, CommandSource {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayGuest.class);

    private final ReplayOptions options;
    private final Consumer<String> reports;
    private final ReplayClock clock;
    private final ReplayGate gate;

    /**
     * What is played, null before anything is. Of the replay's thread while it runs, else of the one that moves it; a wait
     * at the gate lies between.
     */
    private volatile @Nullable ReplayPass current;

    /** Asked for at every step of a move, and knows from the first one what the last one needs. */
    private final ReplayState state;

    /**
     * Makes a guest from the words after {@code --guest replay}: {@code file=PATH}, and if wanted {@code gap-us=N},
     * {@code wait-client=on|off}, {@code loop=N} and {@code markers=PATH}.
     *
     * @param reports takes the line of each pass; called on the replay's thread
     * @throws IllegalArgumentException with one line that says what would be right: an unknown option, a value out of
     *     range, a file that is not there or is not a recording, one that cannot be written
     */
    public static ReplayGuest create(Map<String, String> options, Consumer<String> reports) {
        return new ReplayGuest(ReplayOptions.parse(options), reports, ReplayClock.SYSTEM);
    }

    ReplayGuest(ReplayOptions options, Consumer<String> reports, ReplayClock clock) {
        this.options = options;
        this.reports = reports;
        this.clock = clock;
        this.gate = new ReplayGate(clock);
        this.state = new ReplayState(options.file(), new Moving());
    }

    @Override
    public DisplaySource display() {
        return this;
    }

    @Override
    public void attach(CommandDisplay display) {
        Thread thread = new Thread(() -> play(display), "replay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void onRun() {
        gate.run(true);
    }

    @Override
    public void onPause() {
        gate.run(false);
    }

    @Override
    public void onViewers(int viewers) {
        gate.viewers(viewers);
    }

    @Override
    public void onClose() {
        gate.close();
    }

    @Override
    public Optional<GuestState> state() {
        return Optional.of(state);
    }

    /** Plays all passes, or until the server closes. */
    void play(CommandDisplay target) {
        try (ReplayMarkers markers = markers()) {
            gate.awaitRunning();
            ReplayPass pass = current == null ? begin(1, new ReplayedDisplay(target)) : current;
            pass.display().goOnAt(target);
            while (true) {
                if (!pass.position().isReported()) {
                    finish(pass, target, markers);
                }
                pass.end();
                if (pass.position().pass() >= options.passes()) {
                    return;
                }
                gate.awaitNobody();
                gate.awaitRunning();
                pass.display().clear();
                pass = begin(pass.position().pass() + 1, pass.display());
            }
        } catch (CancellationException e) {
            LOG.debug("replay ends", e);
        } catch (IOException e) {
            LOG.error("replay stops: {}", e.getMessage());
        } finally {
            if (current != null) {
                current.end();
            }
            gate.end();
        }
    }

    private ReplayPass begin(int number, ReplayedDisplay display) throws IOException {
        ReplayPass pass = new ReplayPass(options, clock, display, new ReplayCursor(options.file(), number));
        current = pass;
        return pass;
    }

    private void finish(ReplayPass pass, CommandDisplay target, @Nullable ReplayMarkers markers) throws IOException {
        pass.play(gate, markers);
        gate.awaitCompletion(target.drained());
        // A guest that stands still may be on its way to another host, which will tell it then.
        gate.awaitRunning();
        reports.accept(pass.report());
        pass.display()
                .takeRefusals()
                .forEach(refused ->
                        LOG.warn("replay: {} {} skipped: {}", refused.count(), refused.kind(), refused.reason()));
    }

    private @Nullable ReplayMarkers markers() throws IOException {
        return options.markers() == null ? null : ReplayMarkers.open(options.markers(), clock);
    }

    /** The replay while it moves; on the thread that the server has for that. */
    private final class Moving implements ReplayState.Replay {

        private final ReplayMove move = new ReplayMove(options.file());

        @Override
        public ReplayMoment standStill() throws IOException {
            try {
                gate.awaitStill();
            } catch (CancellationException e) {
                throw new IOException("replay: " + e.getMessage(), e);
            }
            ReplayPass pass = current;
            return pass == null ? new ReplayMoment(ReplayPosition.startOf(1), 0, 0, 0, List.of()) : pass.moment();
        }

        @Override
        public ReplayPosition position() {
            ReplayPass pass = current;
            return pass == null ? ReplayPosition.startOf(1) : pass.position();
        }

        @Override
        public void expect(ReplayPosition place) throws IOException {
            move.readTo(inRange(place));
        }

        @Override
        public void beginAt(ReplayMoment moment) throws IOException {
            move.readTo(inRange(moment.position()));
            ReplayedDisplay display = move.display();
            display.hasSurfaces(moment.surfaceIds());
            ReplayPass arrived = new ReplayPass(options, clock, display, move.takeCursor());
            arrived.goOn(moment);
            current = arrived;
        }

        private ReplayPosition inRange(ReplayPosition place) throws IOException {
            if (place.pass() > options.passes()) {
                throw new IOException(
                        "replay pass " + place.pass() + ": expected 1 to " + options.passes() + ", which is loop here");
            }
            return place;
        }
    }
}
