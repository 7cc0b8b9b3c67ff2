package dev.caraway.server.demo;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recording from its beginning to its end, on a display. It may have begun at another host.
 *
 * <p>Of the replay's thread while it runs; of whoever moves it while that one stands still.
 */
final class ReplayPass {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayPass.class);
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ReplayOptions options;
    private final ReplayClock clock;
    private final ReplayedDisplay display;
    private final ReplayCursor cursor;

    private long startNanos;
    private long startCpuNanos;
    /** When the next command is due. */
    private long dueNanos;

    /** A pass whose next event is the one at {@code cursor}; what came before is on {@code display}. */
    ReplayPass(ReplayOptions options, ReplayClock clock, ReplayedDisplay display, ReplayCursor cursor) {
        this.options = options;
        this.clock = clock;
        this.display = display;
        this.cursor = cursor;
        start();
    }

    /** Takes over the account that another host has kept, up to this moment. */
    void goOn(ReplayMoment moment) {
        long now = clock.nanos();
        startNanos = now - moment.elapsedNanos();
        startCpuNanos = clock.cpuNanos() - moment.cpuNanos();
        dueNanos = now + moment.waitNanos();
    }

    /** Where it is; for whoever moves it. */
    ReplayMoment moment() {
        long now = clock.nanos();
        return new ReplayMoment(
                cursor.position(),
                Math.max(0, Math.min(dueNanos - now, ReplayOptions.MAX_GAP_NANOS)),
                Math.max(0, now - startNanos),
                Math.max(0, clock.cpuNanos() - startCpuNanos),
                display.surfaceIds());
    }

    ReplayPosition position() {
        return cursor.position();
    }

    ReplayedDisplay display() {
        return display;
    }

    /** Puts the rest of the recording on the display, each command when it is due. */
    void play(ReplayGate gate, @Nullable ReplayMarkers markers) throws IOException {
        if (cursor.position().commands() == 0) {
            awaitFirstCommand(gate);
        }
        while (cursor.next().isPresent()) {
            boolean isCommand = cursor.next().get().isCommand();
            if (isCommand) {
                dueNanos = gate.awaitMoment(dueNanos) + options.gapNanos();
            }
            put();
            if (isCommand && markers != null) {
                markers.onCommand(display);
            }
        }
        cursor.damage().ifPresent(damage -> LOG.error("replay stops: {}", damage));
    }

    private void awaitFirstCommand(ReplayGate gate) {
        // A client that is waited for finds the primary surface, as with any machine.
        while (cursor.next().isPresent() && !cursor.next().get().isCommand()) {
            put();
        }
        if (options.waitsForClient()) {
            gate.awaitClient();
        }
        start();
    }

    private void put() {
        display.apply(cursor.next().orElseThrow());
        cursor.advance();
    }

    /** The pass is over: every client has got what it draws. */
    String report() {
        cursor.report();
        ReplayPosition end = cursor.position();
        return String.format(
                Locale.ROOT,
                "{\"pass\":%d,\"commands\":%d,\"replay_s\":%.3f,\"cpu_s\":%.3f}",
                end.pass(),
                end.commands(),
                (clock.nanos() - startNanos) / NANOS_PER_SECOND,
                (clock.cpuNanos() - startCpuNanos) / NANOS_PER_SECOND);
    }

    /** Closes the recording. */
    void end() {
        try {
            cursor.close();
        } catch (IOException e) {
            LOG.warn("replay Cannot close the recording reason={}", e.getMessage());
        }
    }

    /** The account begins, with the first command or with the failure to read one. */
    private void start() {
        startNanos = clock.nanos();
        startCpuNanos = clock.cpuNanos();
        dueNanos = startNanos;
    }
}
