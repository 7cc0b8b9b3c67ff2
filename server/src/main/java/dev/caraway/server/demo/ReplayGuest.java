package dev.caraway.server.demo;

import dev.caraway.server.guest.CommandDisplay;
import dev.caraway.server.guest.CommandSource;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.Guest;
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

    /** Plays all passes, or until the server closes. */
    void play(CommandDisplay target) {
        ReplayedDisplay display = new ReplayedDisplay(target);
        try (ReplayMarkers markers = markers()) {
            gate.awaitRunning();
            for (int pass = 1; pass <= options.passes(); pass++) {
                if (pass > 1) {
                    gate.awaitNobody();
                    gate.awaitRunning();
                    display.clear();
                }
                Pass played = new Pass(display, markers);
                played.play();
                gate.awaitCompletion(target.drained());
                reports.accept(played.report(pass));
                display.takeRefusals()
                        .forEach(refused -> LOG.warn(
                                "replay: {} {} skipped: {}", refused.count(), refused.kind(), refused.reason()));
            }
        } catch (CancellationException e) {
            LOG.debug("replay ends", e);
        } catch (IOException e) {
            LOG.error("replay stops: markers: {}", e.getMessage());
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

        void play() {
            try (RecordingReader reader = RecordingReader.open(options.file())) {
                Optional<RecordedEvent> event = reader.next();
                // A client that is waited for finds the primary surface, as with any machine.
                while (event.isPresent() && !event.get().isCommand()) {
                    display.apply(event.get());
                    event = reader.next();
                }
                if (options.waitsForClient()) {
                    gate.awaitClient();
                }
                start();
                long due = startNanos;
                while (event.isPresent()) {
                    boolean isCommand = event.get().isCommand();
                    if (isCommand) {
                        due = gate.awaitMoment(due) + options.gapNanos();
                        commands++;
                    }
                    display.apply(event.get());
                    if (isCommand && markers != null) {
                        markers.onCommand(display);
                    }
                    event = reader.next();
                }
            } catch (IOException e) {
                LOG.error("replay stops: {}", e.getMessage());
            }
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
