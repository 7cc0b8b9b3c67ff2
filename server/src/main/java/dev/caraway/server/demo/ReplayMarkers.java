package dev.caraway.server.demo;

import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Marks by which the way of a replay's commands to a client can be timed.
 *
 * <p>After every {@value #COMMANDS_BETWEEN} commands the upper left corner of the primary surface is filled with a colour
 * that comes once only, and a line of a file says when: {@code {"marker":K,"color":"rrggbb","fed_ns":N}}, the time being
 * that of {@link ReplayClock#nanos()}, and so the monotonic clock that all processes of a machine share. One thread.
 */
final class ReplayMarkers implements Closeable {

    static final int COMMANDS_BETWEEN = 50;

    private static final int SIDE_PIXELS = 8;
    private static final Rect CORNER = new Rect(0, 0, SIDE_PIXELS, SIDE_PIXELS);

    /** A red and no other; green and blue count. */
    private static final int COLORS = 0xa50000;

    private static final int COLOR_COUNT = 0x10000;

    private final Writer log;
    private final ReplayClock clock;
    private int commands;
    private int markers;

    private ReplayMarkers(Writer log, ReplayClock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Begins a file of markers. */
    static ReplayMarkers open(Path file, ReplayClock clock) throws IOException {
        return new ReplayMarkers(Files.newBufferedWriter(file, StandardCharsets.US_ASCII), clock);
    }

    /** Hears of a command that was drawn, and draws a marker when it is time for one. */
    void onCommand(ReplayedDisplay display) throws IOException {
        commands++;
        if (commands % COMMANDS_BETWEEN != 0) {
            return;
        }
        markers++;
        int color = COLORS + markers % COLOR_COUNT;
        // What follows may wait for the server, and that wait is a part of the way.
        long fedNanos = clock.nanos();
        display.apply(new RecordedEvent.Draw(new DrawFill(
                new DrawBase(0, CORNER, Clip.NONE), new SolidBrush(color), RopDescriptor.OP_PUT, Mask.NONE)));
        log.write("{\"marker\":" + markers + ",\"color\":\"" + Integer.toHexString(color) + "\",\"fed_ns\":" + fedNanos
                + "}\n");
        // Whoever measures reads along.
        log.flush();
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
