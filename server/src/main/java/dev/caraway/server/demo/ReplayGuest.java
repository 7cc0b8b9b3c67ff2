package dev.caraway.server.demo;

import dev.caraway.server.guest.CommandDisplay;
import dev.caraway.server.guest.CommandSource;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestState;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
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
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ReplayOptions options;
    private final Consumer<String> reports;
    private final ReplayClock clock;
    private final ReplayGate gate;

    // Of the replay's thread while it runs, else of the one that moves it; a wait at the gate lies between.
    private ReplayPosition position = ReplayPosition.START;
    private @Nullable Arrived arrived;

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
        return Optional.of(new ReplayState(options.file(), new Moving()));
    }

    /** Plays all passes, or until the server closes. */
    void play(CommandDisplay target) {
        try (ReplayMarkers markers = markers()) {
            gate.awaitRunning();
            // Nothing else touches these from here on, and the gate stands between.
            ReplayedDisplay display = arrived == null ? new ReplayedDisplay(target) : arrived.display;
            display.goOnAt(target);
            ReplayCursor cursor = arrived == null ? null : arrived.takeCursor();
            int first = arrived == null ? 1 : arrived.pass;
            for (int pass = first; pass <= options.passes(); pass++) {
                boolean goesOn = cursor != null && pass == first;
                if (pass > 1 && !goesOn) {
                    position = new ReplayPosition(pass, 0, 0);
                    gate.awaitNobody();
                    gate.awaitRunning();
                    display.clear();
                }
                Pass played = new Pass(display, markers);
                played.play(goesOn && cursor != null ? cursor : new ReplayCursor(options.file(), pass));
                position = position.afterPass();
                gate.awaitCompletion(target.drained());
                reports.accept(played.report(pass));
                display.takeRefusals()
                        .forEach(refused -> LOG.warn(
                                "replay: {} {} skipped: {}", refused.count(), refused.kind(), refused.reason()));
            }
        } catch (CancellationException e) {
            LOG.debug("replay ends", e);
        } catch (IOException e) {
            LOG.error("replay stops: {}", e.getMessage());
        } finally {
            gate.end();
        }
    }

    /** A replay that another host has begun, as far as it has been read here. */
    private static final class Arrived {

        private final ReplayedDisplay display = new ReplayedDisplay(new SilentDisplay());
        private final int pass;
        private @Nullable ReplayCursor cursor;

        Arrived(int pass, ReplayCursor cursor) {
            this.pass = pass;
            this.cursor = cursor;
        }

        @Nullable
        ReplayCursor takeCursor() {
            ReplayCursor taken = cursor;
            cursor = null;
            return taken;
        }
    }

    /** The replay while it moves; on the thread that the server has for that. */
    private final class Moving implements ReplayState.Replay {

        @Override
        public ReplayPosition standStill() {
            gate.awaitStill();
            return position;
        }

        @Override
        public ReplayPosition position() {
            return position;
        }

        @Override
        public void expect(ReplayPosition place) throws IOException {
            readTo(place);
        }

        @Override
        public void beginAt(ReplayPosition place) throws IOException {
            readTo(place);
            position = place;
        }

        private void readTo(ReplayPosition place) throws IOException {
            if (place.pass() > options.passes()) {
                arrived = new Arrived(place.pass(), new ReplayCursor(options.file(), place.pass()));
                return;
            }
            Arrived known = arrived;
            if (known == null
                    || known.cursor == null
                    || known.pass != place.pass()
                    || known.cursor.position().events() > place.events()) {
                known = new Arrived(place.pass(), new ReplayCursor(options.file(), place.pass()));
                arrived = known;
            }
            ReplayCursor cursor = known.cursor;
            if (cursor != null) {
                cursor.skipTo(place, known.display);
            }
        }
    }

    private @Nullable ReplayMarkers markers() throws IOException {
        return options.markers() == null ? null : ReplayMarkers.open(options.markers(), clock);
    }

    /** The recording from its beginning to its end. */
    private final class Pass {

        private final ReplayedDisplay display;
        private final @Nullable ReplayMarkers markers;
        private long startNanos;
        private long startCpuNanos;
        private int commands;

        Pass(ReplayedDisplay display, @Nullable ReplayMarkers markers) {
            this.display = display;
            this.markers = markers;
            start();
        }

        void play(ReplayCursor from) throws IOException {
            try (ReplayCursor cursor = from) {
                boolean isFirst = cursor.position().commands() == 0;
                // A client that is waited for finds the primary surface, as with any machine.
                while (cursor.next().isPresent() && !cursor.next().get().isCommand() && isFirst) {
                    put(cursor);
                }
                if (options.waitsForClient() && isFirst) {
                    gate.awaitClient();
                }
                start();
                commands = cursor.position().commands();
                long due = startNanos;
                while (cursor.next().isPresent()) {
                    boolean isCommand = cursor.next().get().isCommand();
                    if (isCommand) {
                        due = gate.awaitMoment(due) + options.gapNanos();
                        commands++;
                    }
                    put(cursor);
                    if (isCommand && markers != null) {
                        markers.onCommand(display);
                    }
                }
            } catch (RecordingException e) {
                LOG.error("replay stops: {}", e.getMessage());
            }
        }

        private void put(ReplayCursor cursor) throws IOException {
            display.apply(cursor.next().orElseThrow());
            cursor.advance();
            position = cursor.position();
        }

        String report(int pass) {
            return String.format(
                    Locale.ROOT,
                    "{\"pass\":%d,\"commands\":%d,\"replay_s\":%.3f,\"cpu_s\":%.3f}",
                    pass,
                    commands,
                    (clock.nanos() - startNanos) / NANOS_PER_SECOND,
                    (clock.cpuNanos() - startCpuNanos) / NANOS_PER_SECOND);
        }

        /** The account begins, with the first command or with the failure to read one. */
        private void start() {
            startNanos = clock.nanos();
            startCpuNanos = clock.cpuNanos();
        }
    }
}
