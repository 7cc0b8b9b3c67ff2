package dev.caraway.server.display;

import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.display.StreamReport;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.stream.StreamMessage;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.LinkMeter;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.compression.FrameCompressor;
import dev.caraway.server.display.DisplayItem.ClipStream;
import dev.caraway.server.display.DisplayItem.NextFrame;
import dev.caraway.server.display.DisplayItem.OpenStream;
import dev.caraway.server.display.DisplayItem.Say;
import dev.caraway.server.surface.Surface;
import dev.caraway.server.surface.Surfaces;
import dev.caraway.server.video.ClientVideoStream;
import dev.caraway.server.video.ClientVideoStreams;
import dev.caraway.server.video.ClosedStream;
import dev.caraway.server.video.Frame;
import dev.caraway.server.video.FrameJob;
import dev.caraway.server.video.FrameSlot;
import dev.caraway.server.video.FrameSource;
import dev.caraway.server.video.LinkSpeed;
import dev.caraway.server.video.StreamFinding;
import dev.caraway.server.video.VideoStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Puts one client's video streams into its pipe, and turns frames into messages when they leave it. On the loop only.
 *
 * <p>INVARIANT: whatever of the primary surface the client has only about is in the lossy area of one of its streams, in
 * its {@link LossyRegions}, or dirty in the pipe.
 */
final class StreamSender {

    private final DisplayPipe pipe;
    private final Loop loop;
    private final MultiMediaClock clock;
    private final LinkMeter link;
    private final FrameCompressor compressor;
    private final Runnable drain;
    private final ClientVideoStreams streams;
    private boolean isStopped;
    private boolean isPaused;
    private Loop.@Nullable Timer retry;

    /** @param drain sends what waits in the pipe */
    StreamSender(
            Capabilities capabilities,
            DisplayPipe pipe,
            Loop loop,
            MultiMediaClock clock,
            LinkMeter link,
            FrameCompressor compressor,
            Runnable drain) {
        this.streams = new ClientVideoStreams(capabilities, MultiMediaClock.CLIENT_LAG_MILLIS);
        this.pipe = pipe;
        this.loop = loop;
        this.clock = clock;
        this.link = link;
        this.compressor = compressor;
        this.drain = drain;
    }

    /** A stream began, or the client came when it was there already. */
    void open(VideoStream stream) {
        List<StreamMessage> messages = streams.open(stream, LinkSpeed.of(link), now());
        if (!messages.isEmpty()) {
            add(new OpenStream(stream, messages));
        }
    }

    /** A stream is over: what it left at the client is made exact. */
    void close(VideoStream stream) {
        Optional<ClientVideoStream> own = streams.of(stream);
        Optional<ClosedStream> closed = streams.close(stream);
        if (own.isEmpty() || closed.isEmpty()) {
            return;
        }
        pipe.remove(item -> isOf(own.get(), item));
        boolean isUnknown = pipe.remove(item -> item instanceof OpenStream opening && opening.stream() == stream);
        if (!isUnknown) {
            closed.get().messages().forEach(message -> add(new Say(message)));
        }
        closed.get().lossy().forEach(area -> pipe.damage(Surfaces.PRIMARY, area));
    }

    /** Ends all: what they left at the client is made exact. */
    void closeAll() {
        streams.all().forEach(own -> close(own.stream()));
    }

    /** What waits stays as it is: it moves to another host. */
    void pause() {
        isPaused = true;
        cancelRetry();
    }

    /** It stays here after all. */
    void resume() {
        isPaused = false;
        awaitDue();
    }

    /** Writes the streams; those that the client has yet to be told of are told by the pipe. */
    void save(SpiceWriter out) {
        streams.save(out, now());
        List<ClientVideoStream> untold =
                streams.all().stream().filter(this::isOpening).toList();
        out.u8(untold.size());
        untold.forEach(own -> out.u8(own.stream().id()));
    }

    /** Goes on with what {@link #save} has written, as far as it has to be sent by the pipe. */
    void restore(SpiceReader in, List<VideoStream> playing, Optional<Surface> primary) {
        Rect bounds = primary.map(Surface::bounds).orElse(Rect.EMPTY);
        streams.restore(in, playing, bounds, area -> shown(primary.orElseThrow(), area), now());
        int untold = in.u8("streams.untold");
        for (int i = 0; i < untold; i++) {
            int id = in.u8("stream.id");
            ClientVideoStream own = streams.all().stream()
                    .filter(each -> each.stream().id() == id && !isOpening(each))
                    .findFirst()
                    .orElseThrow(() -> in.violation("stream.id", "expected one of the client's, got " + id));
            add(new OpenStream(own.stream(), own.open()));
        }
        for (ClientVideoStream own : streams.all()) {
            if (own.isClipDue()) {
                add(new ClipStream(own));
            }
            own.waitingSlot().ifPresent(slot -> add(new NextFrame(slot)));
        }
    }

    private boolean isOpening(ClientVideoStream own) {
        return pipe.holds(item -> item instanceof OpenStream opening && opening.stream() == own.stream());
    }

    /** Pixels of a surface as they are now, whatever is drawn later. */
    private FrameSource shown(Surface surface, Rect area) {
        Raster pixels = new Surface(
                        surface.id(),
                        area.width(),
                        area.height(),
                        surface.format(),
                        surface.copyOf(area).toArray())
                .raster();
        return quality -> compressor.compress(pixels, quality);
    }

    /** Nobody is there any more. */
    void stop() {
        isStopped = true;
        cancelRetry();
    }

    private void cancelRetry() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }

    /** Whether the client gets a drawing as the frame of a stream; then that is in the pipe. */
    boolean carry(DrawMessage drawing, StreamFinding finding) {
        if (finding.kind() == StreamFinding.Kind.STARTED) {
            finding.stream().ifPresent(this::open);
        }
        Optional<ClientVideoStream> own = finding.stream().flatMap(streams::of);
        Optional<Frame> frame =
                finding.frame().filter(next -> own.isPresent() && own.get().carries(next));
        if (own.isEmpty() || frame.isEmpty()) {
            return false;
        }
        clip(streams.exclude(finding.overlaps()));
        offer(own.get(), frame.get(), Frame.pixels(drawing));
        return true;
    }

    /** Whether a drawing that is no frame needs pixels that the client has only about. */
    boolean spoils(StreamFinding finding) {
        return finding.overlaps().stream()
                .anyMatch(overlap ->
                        overlap.needsPixels() && streams.of(overlap.stream()).isPresent());
    }

    /** The drawing joins the pipe next, and stays to be seen whatever frames come later than it. */
    void makeRoom(DrawMessage drawing, StreamFinding finding) {
        clip(streams.exclude(finding.overlaps()));
        if (finding.stream().isPresent()) {
            // A frame that is too large for its stream at this client.
            clip(streams.excludePicture(drawing.base().box()));
        }
    }

    /** What has to be sent before a picture of the primary surface as it is now. */
    List<StreamMessage> excludePicture(Rect area) {
        return streams.excludePicture(area).stream()
                .map(ClientVideoStream::clip)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Where the primary surface is a stream's matter. */
    List<Rect> reaches() {
        return streams.all().stream().map(own -> own.stream().reach()).toList();
    }

    /** The frame whose turn has come; empty if it has to wait, and comes again later. */
    Optional<Parcel> take(FrameSlot slot) {
        Optional<ClientVideoStream> own = streams.of(slot.stream());
        Optional<FrameJob> job = own.flatMap(its -> its.take(slot, now()));
        if (own.isEmpty() || job.isEmpty()) {
            awaitDue();
            return Optional.empty();
        }
        return Optional.of(new FrameParcel(own.get(), job.get()));
    }

    void onReport(StreamReport report) {
        switch (streams.onReport(report, now())) {
            case TAKEN -> awaitDue();
            case UNABLE -> {
                closeAll();
                drain.run();
            }
            case IGNORED -> {
                // Late, or made up; either is harmless.
            }
        }
    }

    private void offer(ClientVideoStream own, Frame frame, Raster pixels) {
        ClientVideoStream.Offer offer = own.offer(frame, quality -> compressor.compress(pixels, quality), now());
        offer.replaced().ifPresent(slot -> pipe.remove(item -> isSlot(slot, item)));
        // What waits or was dirty there is the stream's to mend now.
        frame.pieces().forEach(rect -> pipe.forget(Surfaces.PRIMARY, rect));
        add(new NextFrame(offer.slot()));
    }

    /** One item is enough for all drawings behind it: what it says then is the newest clip. */
    private void clip(List<ClientVideoStream> clipped) {
        clipped.stream()
                .filter(own -> !pipe.holds(item -> item instanceof ClipStream clip && clip.own() == own))
                .forEach(own -> add(new ClipStream(own)));
    }

    private void awaitDue() {
        cancelRetry();
        if (isStopped || isPaused) {
            return;
        }
        long now = now();
        OptionalLong due = streams.all().stream()
                .map(own -> own.dueMillis(now))
                .flatMapToLong(OptionalLong::stream)
                .min();
        due.ifPresent(millis -> retry = loop.schedule(Math.max(1, millis - now), this::onDue));
    }

    private void onDue() {
        retry = null;
        long now = now();
        streams.all().forEach(own -> own.retry(now).ifPresent(slot -> add(new NextFrame(slot))));
        awaitDue();
        drain.run();
    }

    private void add(DisplayItem item) {
        pipe.add(item, loop.nanoTime());
    }

    private long now() {
        return clock.millis();
    }

    private static boolean isOf(ClientVideoStream own, DisplayItem item) {
        return (item instanceof ClipStream clip && clip.own() == own)
                || (item instanceof NextFrame next && next.slot().stream() == own.stream());
    }

    private static boolean isSlot(FrameSlot slot, DisplayItem item) {
        return item instanceof NextFrame next && next.slot() == slot;
    }

    /** A frame on its way from the pipe to the wire. */
    private final class FrameParcel implements Parcel {

        private final ClientVideoStream own;
        private final FrameJob job;
        private Bytes data = Bytes.EMPTY;

        FrameParcel(ClientVideoStream own, FrameJob job) {
            this.own = own;
            this.job = job;
        }

        @Override
        public long pixels() {
            return (long) job.frame().width() * job.frame().height();
        }

        @Override
        public void compress() {
            data = job.source().compress(job.quality());
        }

        @Override
        public List<StreamMessage> messages() {
            List<StreamMessage> messages = own.finish(job, data, now());
            awaitDue();
            return messages;
        }
    }
}
