package dev.caraway.server.video;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.capability.DisplayCapability;
import dev.caraway.protocol.display.StreamReport;
import dev.caraway.protocol.display.stream.StreamMessage;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The streams of one client, by what it is able to show.
 *
 * <p>At most {@link Limits#STREAMS}; each lives here from {@link #open} to {@link #close}, within the life of the
 * {@link VideoStream} itself.
 */
public final class ClientVideoStreams {

    /** Of what the link carries, what all streams together take at first: the rest is for everything else. */
    private static final double STREAMS_SHARE = 0.8;

    /** A link that was too fast to be measured, or was not measured; libspice-server's number. */
    private static final long USUAL_BITS_PER_SECOND = 10L << 20;

    private static final int BITS_PER_BYTE = 8;

    private final boolean showsMjpeg;
    private final boolean reports;
    private final boolean takesSizedFrames;
    private final long clockLagMillis;
    private final Map<Integer, ClientVideoStream> streams = new TreeMap<>();
    private boolean isUnable;
    private long lastReportId;

    /** What a report led to. */
    public enum ReportOutcome {
        /** It belongs to no frame on its way: late, repeated or made up. It is not a breach of the protocol. */
        IGNORED,
        /** A stream goes by it now; a frame that waits may be due. */
        TAKEN,
        /** The client can show no stream: those that it has are to be closed, and none is opened any more. */
        UNABLE
    }

    /**
     * @param capabilities of the client's display channel
     * @param clockLagMillis how far MAIN_INIT set the client's multi-media clock behind the loop's
     */
    public ClientVideoStreams(Capabilities capabilities, long clockLagMillis) {
        this.showsMjpeg =
                !capabilities.has(DisplayCapability.MULTI_CODEC) || capabilities.has(DisplayCapability.CODEC_MJPEG);
        this.reports = capabilities.has(DisplayCapability.STREAM_REPORT);
        this.takesSizedFrames = capabilities.has(DisplayCapability.SIZED_STREAM);
        this.clockLagMillis = clockLagMillis;
    }

    /**
     * A stream began, or the client came when it was there already.
     *
     * @return what is to be sent before the first frame; nothing when this client can show no streams
     */
    public List<StreamMessage> open(VideoStream stream, LinkSpeed link, long nowMillis) {
        if (!showsMjpeg || isUnable) {
            return List.of();
        }
        lastReportId++;
        MjpegRateControl rate = rate(stream, link, nowMillis);
        ClientVideoStream opened = new ClientVideoStream(
                stream, lastReportId, reports, takesSizedFrames, new FrameSchedule(clockLagMillis, reports), rate);
        ClientVideoStream former = streams.put(stream.id(), opened);
        assert former == null : former;
        return opened.open();
    }

    /** Writes the streams, and whether there may be any; while no frame is being compressed. */
    public void save(SpiceWriter out, long nowMillis) {
        out.bool8(isUnable);
        out.u32(lastReportId & 0xffff_ffffL);
        out.u8(streams.size());
        streams.values().forEach(own -> {
            out.u8(own.stream().id());
            own.save(out, nowMillis);
        });
    }

    /**
     * Takes up what {@link #save} has written; before any stream is opened.
     *
     * @param playing the streams that there are, one of which each of these is
     * @param bounds of the primary surface
     * @param pixels gives an area of it as it is now
     */
    public void restore(
            SpiceReader in,
            List<VideoStream> playing,
            Rect bounds,
            Function<Rect, FrameSource> pixels,
            long nowMillis) {
        isUnable = in.bool8("streams.is_unable");
        lastReportId = in.u32("streams.last_report_id");
        int count = in.u8("streams.count");
        for (int i = 0; i < count; i++) {
            int id = in.u8("stream.id");
            VideoStream stream = playing.stream()
                    .filter(each -> each.id() == id && !streams.containsKey(id))
                    .findFirst()
                    .orElseThrow(() -> in.violation("stream.id", "expected one that plays, each once, got " + id));
            MjpegRateControl rate = rate(stream, LinkSpeed.UNKNOWN, nowMillis);
            streams.put(
                    id,
                    ClientVideoStream.restore(
                            in,
                            stream,
                            reports,
                            takesSizedFrames,
                            new FrameSchedule(clockLagMillis, reports),
                            rate,
                            bounds,
                            pixels,
                            nowMillis));
        }
    }

    private MjpegRateControl rate(VideoStream stream, LinkSpeed link, long nowMillis) {
        return new MjpegRateControl(
                startBytesPerSecond(stream, link),
                link.roundTripMillis(),
                pixels(stream),
                stream.framesPerSecond(),
                reports,
                nowMillis);
    }

    /** This client's half of a stream; empty when it has none and gets drawings instead. */
    public Optional<ClientVideoStream> of(VideoStream stream) {
        return Optional.ofNullable(streams.get(stream.id())).filter(own -> own.stream() == stream);
    }

    public Collection<ClientVideoStream> all() {
        return List.copyOf(streams.values());
    }

    /**
     * Something is drawn that meets streams; called where it joins the pipe.
     *
     * @return the streams whose {@link ClientVideoStream#clip} has to leave the pipe before the drawing
     */
    public List<ClientVideoStream> exclude(List<StreamOverlap> overlaps) {
        List<ClientVideoStream> clipped = new ArrayList<>();
        for (StreamOverlap overlap : overlaps) {
            of(overlap.stream()).filter(own -> own.exclude(overlap)).ifPresent(clipped::add);
        }
        return clipped;
    }

    /** The same for a lossless picture of the primary surface as it is now. */
    public List<ClientVideoStream> excludePicture(Rect area) {
        List<StreamOverlap> overlaps = streams.values().stream()
                .map(ClientVideoStream::stream)
                .filter(stream -> stream.reach().intersects(area))
                .map(stream -> new StreamOverlap(stream, List.of(area), false))
                .toList();
        return exclude(overlaps);
    }

    /** A stream is over; empty when this client never had it. */
    public Optional<ClosedStream> close(VideoStream stream) {
        Optional<ClientVideoStream> closing = of(stream);
        closing.ifPresent(own -> streams.remove(stream.id()));
        return closing.map(ClientVideoStreams::closed);
    }

    /** Takes what the client says of a stream; the message has been decoded, so its id is one of a stream. */
    public ReportOutcome onReport(StreamReport report, long nowMillis) {
        ClientVideoStream own = streams.get(report.streamId());
        if (own == null) {
            return ReportOutcome.IGNORED;
        }
        // A client that can not make a stream has no unique id to name.
        if (report.saysUnsupported()) {
            isUnable = true;
            return ReportOutcome.UNABLE;
        }
        return own.onReport(report, nowMillis) ? ReportOutcome.TAKEN : ReportOutcome.IGNORED;
    }

    private double startBytesPerSecond(VideoStream stream, LinkSpeed link) {
        double linkBytesPerSecond = link.bitsPerSecond().orElse(USUAL_BITS_PER_SECOND) / (double) BITS_PER_BYTE;
        long others =
                streams.values().stream().mapToLong(own -> pixels(own.stream())).sum();
        return STREAMS_SHARE * linkBytesPerSecond * pixels(stream) / (others + pixels(stream));
    }

    private static long pixels(VideoStream stream) {
        return (long) stream.width() * stream.height();
    }

    private static ClosedStream closed(ClientVideoStream own) {
        return new ClosedStream(own.close(), own.lossyArea());
    }
}
