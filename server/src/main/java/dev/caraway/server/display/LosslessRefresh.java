package dev.caraway.server.display;

import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.server.channel.LinkMeter;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.display.DisplayItem.CreateSurface;
import dev.caraway.server.display.DisplayPipe.DirtyArea;
import dev.caraway.server.surface.Surfaces;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings back the detail that images lost on the way to one client, once nothing else is to be sent to it.
 *
 * <p>It names a piece of a surface at a time, to be sent without loss as the surface is then. A piece takes the link for a
 * few milliseconds, and none is sent while another is waiting before the bottleneck, so a drawing hardly waits for it.
 * What a video stream covers is left alone until the stream ends. On the loop only.
 */
final class LosslessRefresh {

    /** After so long without a drawing the client is taken to be looking at what it has. */
    static final long QUIET_MILLIS = 200;

    /** Where drawings never pause, as beside a video, a piece is sent this often nevertheless. */
    static final long PATIENCE_MILLIS = 1000;

    /** For as long a piece may take the link, about, if its pixels take {@link #PIXEL_BYTES} each. */
    private static final long PIECE_MILLIS = 20;

    private static final double PIXEL_BYTES = 1.25;
    private static final int LEAST_PIXELS = 1 << 11;
    private static final int MOST_PIXELS = 1 << 14;

    private final LossyRegions lossy = new LossyRegions();
    private final StreamSender streams;
    private final LinkMeter link;
    private final Loop loop;
    private final Runnable drain;
    private long drawnNanos;
    private long pieceNanos;
    private boolean isHeld;
    private Loop.@Nullable Timer timer;

    /** @param drain asks for the next piece, if nothing else is to be sent */
    LosslessRefresh(StreamSender streams, LinkMeter link, Loop loop, Runnable drain) {
        this.streams = streams;
        this.link = link;
        this.loop = loop;
        this.drain = drain;
    }

    /** What the client has only about. */
    LossyRegions lossy() {
        return lossy;
    }

    void onCreated(CreateSurface created) {
        lossy.onCreated(created.surfaceId(), created.width(), created.height());
    }

    void onDestroyed(int surfaceId) {
        lossy.onDestroyed(surfaceId);
    }

    /** A drawing is sent, or a picture in the place of some. */
    void onDrawn(DrawMessage drawing, boolean isLossy) {
        onSent();
        lossy.onDrawn(drawing, isLossy);
    }

    /** The frame of a video is sent. */
    void onSent() {
        drawnNanos = loop.nanoTime();
        if (lossy.isEmpty()) {
            pieceNanos = drawnNanos;
        }
    }

    /** A piece that {@link #next} named is sent. */
    void onMended(DrawMessage picture) {
        lossy.onDrawn(picture, false);
    }

    /** The piece to be sent now, when nothing else is; empty if none is, or it is not the time. */
    Optional<DirtyArea> next() {
        if (isHeld || lossy.isEmpty()) {
            return Optional.empty();
        }
        long now = loop.nanoTime();
        long dueNanos = Math.min(
                drawnNanos + TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS),
                pieceNanos + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS));
        if (dueNanos - now > 0) {
            askAgain(dueNanos - now);
            return Optional.empty();
        }
        // Only a pong tells when a piece would not have to wait.
        link.probe();
        if (!link.hasSpareRoom()) {
            return Optional.empty();
        }
        Optional<DirtyArea> piece = lossy.oldest(piecePixels(), Surfaces.PRIMARY, streams.reaches());
        if (piece.isPresent()) {
            pieceNanos = now;
        }
        return piece;
    }

    /** Whether the client is being moved to another host, which then goes on. */
    void hold(boolean held) {
        isHeld = held;
        if (held) {
            stop();
        }
    }

    /** Nobody is there any more. */
    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void askAgain(long nanos) {
        stop();
        timer = loop.schedule(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, () -> {
            timer = null;
            drain.run();
        });
    }

    private int piecePixels() {
        if (!link.wasSaturated()) {
            return MOST_PIXELS;
        }
        double bytes = link.bytesPerSecond().orElse(0) * (PIECE_MILLIS / 1000.0);
        return (int) Math.max(LEAST_PIXELS, Math.min(MOST_PIXELS, bytes / PIXEL_BYTES));
    }
}
