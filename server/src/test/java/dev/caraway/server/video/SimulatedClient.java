package dev.caraway.server.video;

import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.capability.DisplayCapability;
import dev.caraway.protocol.display.StreamReport;
import dev.caraway.protocol.display.stream.StreamActivateReport;
import dev.caraway.protocol.display.stream.StreamCreate;
import dev.caraway.protocol.display.stream.StreamData;
import dev.caraway.protocol.display.stream.StreamMessage;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * A guest that plays a video, one stream of one client, a link with a rate and a delay, and a client that reports as
 * spice-gtk does. Time is virtual and goes in milliseconds.
 */
final class SimulatedClient {

    static final long CLOCK_LAG_MILLIS = 400;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;

    /** Not those that the ladder has: a real video has its own. */
    private static final double[] RELATIVE_SIZE = {0.4, 0.55, 0.7, 0.85, 1.0, 1.3, 1.75};

    private final Random random = new Random(7);
    private final VideoStream stream;
    private final ClientVideoStreams streams;
    private final ClientVideoStream own;
    private final double framesPerSecond;
    private final int bytesAtSixty;
    private double linkBytesPerMillis;
    private long oneWayMillis;
    private final boolean reports;
    private final long clientClockBehindMillis;
    private final Deque<Travelling> down = new ArrayDeque<>();
    private final Deque<Report> up = new ArrayDeque<>();
    private Optional<FrameSlot> slot = Optional.empty();
    private long reportId;
    private double linkFreeMillis;
    private long nowMillis;
    private double nextFrameMillis;

    final List<Shown> frames = new ArrayList<>();

    private record Travelling(
            StreamData frame, int quality, long sentMillis, double queuedMillis, long arrivesMillis) {}

    private record Report(StreamReport report, long arrivesMillis) {}

    /**
     * A frame that reached the client.
     *
     * @param queuedMillis what it waited for other frames in the link
     * @param marginMillis how long before its time it arrived; below 0 nobody sees it
     */
    record Shown(long arrivedMillis, int quality, double queuedMillis, long marginMillis, int bytes) {}

    SimulatedClient(double megabits, long oneWayMillis, double framesPerSecond, boolean reports, LinkSpeed measured) {
        this.framesPerSecond = framesPerSecond;
        this.reports = reports;
        this.oneWayMillis = oneWayMillis;
        this.clientClockBehindMillis = CLOCK_LAG_MILLIS + oneWayMillis;
        this.bytesAtSixty = 45_000;
        setMegabits(megabits);
        stream = new VideoStream(0, Rect.ofSize(10, 20, WIDTH, HEIGHT), WIDTH, HEIGHT, 1000 / framesPerSecond, 0);
        Capabilities capabilities = reports
                ? Capabilities.of(DisplayCapability.SIZED_STREAM, DisplayCapability.STREAM_REPORT)
                : Capabilities.of(DisplayCapability.SIZED_STREAM);
        streams = new ClientVideoStreams(capabilities, CLOCK_LAG_MILLIS);
        for (StreamMessage message : streams.open(stream, measured, 0)) {
            if (message instanceof StreamActivateReport activate) {
                reportId = activate.uniqueId();
            } else if (!(message instanceof StreamCreate)) {
                throw new AssertionError(message);
            }
        }
        own = streams.of(stream).orElseThrow();
    }

    void setMegabits(double megabits) {
        linkBytesPerMillis = megabits * 1e6 / 8 / 1000;
    }

    void setOneWayMillis(long millis) {
        oneWayMillis = millis;
    }

    MjpegRateControl rate() {
        return own.rate();
    }

    void run(long seconds) {
        long end = nowMillis + seconds * 1000;
        for (; nowMillis < end; nowMillis++) {
            deliver();
            if (nowMillis >= nextFrameMillis) {
                nextFrameMillis += 1000 / framesPerSecond;
                stream.onFrame(nowMillis);
                slot = Optional.of(own.offer(frame(), this::compress, nowMillis).slot());
            }
            OptionalLong due = own.dueMillis(nowMillis);
            if (slot.isEmpty() && due.isPresent()) {
                slot = own.retry(nowMillis);
            }
            // A client without reports has nothing but its socket to hold the server back.
            if (slot.isPresent() && (reports || linkFreeMillis - nowMillis < 150)) {
                FrameSlot taken = slot.get();
                slot = Optional.empty();
                own.take(taken, nowMillis).ifPresent(this::send);
            }
        }
    }

    /** Those that arrived in this time. */
    List<Shown> framesBetween(long fromSeconds, long toSeconds) {
        return frames.stream()
                .filter(frame ->
                        frame.arrivedMillis() >= fromSeconds * 1000 && frame.arrivedMillis() < toSeconds * 1000)
                .toList();
    }

    private Frame frame() {
        return new Frame(stream.box(), stream.width(), stream.height(), Clip.NONE);
    }

    private Bytes compress(int quality) {
        double noise = 0.9 + 0.2 * random.nextDouble();
        return Bytes.wrap(new byte[(int) (bytesAtSixty * noise * RELATIVE_SIZE[(quality - 20) / 10])]);
    }

    private void send(FrameJob job) {
        for (StreamMessage message : own.finish(job, job.source().compress(job.quality()), nowMillis)) {
            StreamData data = (StreamData) message;
            double begins = Math.max((double) nowMillis, linkFreeMillis);
            linkFreeMillis = begins + data.data().length() / linkBytesPerMillis;
            long arrives = (long) Math.ceil(linkFreeMillis) + oneWayMillis;
            down.add(new Travelling(data, job.quality(), nowMillis, begins - nowMillis, arrives));
        }
    }

    private void deliver() {
        while (!down.isEmpty() && down.getFirst().arrivesMillis() <= nowMillis) {
            Travelling arrived = down.removeFirst();
            long clock = nowMillis - clientClockBehindMillis & 0xffff_ffffL;
            int margin = (int) (arrived.frame().multiMediaTime() - clock);
            frames.add(new Shown(
                    nowMillis,
                    arrived.quality(),
                    arrived.queuedMillis(),
                    margin,
                    arrived.frame().data().length()));
            if (reports) {
                long time = arrived.frame().multiMediaTime();
                StreamReport report =
                        new StreamReport(0, reportId, time, time, 1, margin < 0 ? 1 : 0, margin, StreamReport.NO_AUDIO);
                up.add(new Report(report, nowMillis + oneWayMillis));
            }
        }
        while (!up.isEmpty() && up.getFirst().arrivesMillis() <= nowMillis) {
            streams.onReport(up.removeFirst().report(), nowMillis);
        }
    }
}
