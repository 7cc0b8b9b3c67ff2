package dev.caraway.server.video;

import dev.caraway.protocol.display.StreamReport;
import dev.caraway.protocol.display.stream.StreamActivateReport;
import dev.caraway.protocol.display.stream.StreamClip;
import dev.caraway.protocol.display.stream.StreamCreate;
import dev.caraway.protocol.display.stream.StreamData;
import dev.caraway.protocol.display.stream.StreamDataSized;
import dev.caraway.protocol.display.stream.StreamDestroy;
import dev.caraway.protocol.display.stream.StreamMessage;
import dev.caraway.protocol.display.stream.VideoCodecType;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.surface.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stream as one client sees it: what it was told of it, the frame that waits, and which of its pixels are not what they
 * should be.
 *
 * <p>At most one frame waits and one is being compressed; a newer one takes the place of one that waits. INVARIANT: the
 * client's clip holds no pixel that was drawn since the frame that was sent last, once the slots and clips before that
 * drawing have left the pipe. INVARIANT: {@link #lossyArea} holds every pixel that differs at the client because of this
 * stream.
 */
public final class ClientVideoStream {

    /** A report for every frame: it tells when the frame arrived, and costs the client 38 bytes. */
    static final int REPORT_FRAMES = 1;

    private static final int REPORT_TIMEOUT_MILLIS = 1_000;
    private static final int PRIMARY = 0;

    /** What was drawn within this time is one picture in several pieces, of which none was dropped. */
    private static final long ONE_PICTURE_MILLIS = 5;

    /** No frame waits longer. */
    private static final long WAITED_MAX_MILLIS = 0xffff;

    private final VideoStream stream;
    private final long reportId;
    private final boolean reports;
    private final boolean takesSizedFrames;
    private final FrameSchedule schedule;
    private final MjpegRateControl rate;
    private final RectSet lossy = RectSet.around();
    private RectSet wantedClip;
    private RectSet sentClip;
    private @Nullable Waiting waiting;
    private @Nullable RectSet compressingRegion;
    private boolean isClosed;

    /** The frame that waits, and where it is to be seen. */
    private record Waiting(
            Frame frame,
            FrameSource source,
            RectSet region,
            long drawnMillis,
            @Nullable FrameSlot slot) {}

    /**
     * What is to be done in the pipe for a frame.
     *
     * @param slot goes to the end of the pipe
     * @param replaced leaves the pipe
     */
    public record Offer(FrameSlot slot, Optional<FrameSlot> replaced) {}

    ClientVideoStream(
            VideoStream stream,
            long reportId,
            boolean reports,
            boolean takesSizedFrames,
            FrameSchedule schedule,
            MjpegRateControl rate) {
        this.stream = stream;
        this.reportId = reportId;
        this.reports = reports;
        this.takesSizedFrames = takesSizedFrames;
        this.schedule = schedule;
        this.rate = rate;
        this.wantedClip = RectSet.of(stream.box());
        this.sentClip = wantedClip;
    }

    /** Writes what the client knows, and what it is about to be sent; while no frame is being compressed. */
    void save(SpiceWriter out, long nowMillis) {
        assert compressingRegion == null : this;
        out.u32(reportId);
        sentClip.save(out);
        out.bool8(wantedClip != sentClip);
        if (wantedClip != sentClip) {
            wantedClip.save(out);
        }
        lossy.save(out);
        schedule.save(out);
        rate.save(out, nowMillis);
        Waiting next = waiting;
        boolean isOnSurface = next != null && isUnscaled(next.frame());
        out.bool8(isOnSurface);
        if (next != null && isOnSurface) {
            Region.saveRect(next.frame().box(), out);
            next.region().save(out);
            out.u16((int) Math.max(0, Math.min(WAITED_MAX_MILLIS, nowMillis - next.drawnMillis())));
        }
    }

    /**
     * Reads what {@link #save} has written.
     *
     * @param pixels what the primary surface shows now: where a frame that waits is to be seen, it shows that frame
     */
    static ClientVideoStream restore(
            SpiceReader in,
            VideoStream stream,
            boolean reports,
            boolean takesSizedFrames,
            FrameSchedule schedule,
            MjpegRateControl rate,
            Rect bounds,
            Function<Rect, FrameSource> pixels,
            long nowMillis) {
        ClientVideoStream restored =
                new ClientVideoStream(stream, in.u32("stream.report_id"), reports, takesSizedFrames, schedule, rate);
        restored.sentClip = RectSet.restore(in, RectSet.within(), bounds);
        restored.wantedClip =
                in.bool8("stream.is_clip_due") ? RectSet.restore(in, RectSet.within(), bounds) : restored.sentClip;
        RectSet.restore(in, restored.lossy, bounds);
        schedule.restore(in, nowMillis);
        rate.restore(in, nowMillis);
        if (in.bool8("stream.is_frame_waiting")) {
            Rect box = Region.restoreRect(in, bounds);
            RectSet region = RectSet.restore(in, RectSet.within(), bounds);
            long drawnMillis = nowMillis - in.u16("stream.waited");
            Frame frame = new Frame(box, box.width(), box.height(), Clip.NONE);
            if (!restored.carries(frame)) {
                throw in.violation("stream.frame", "expected one that the client can show, got " + box);
            }
            restored.waiting = new Waiting(frame, pixels.apply(box), region, drawnMillis, new FrameSlot(stream));
        }
        return restored;
    }

    private static boolean isUnscaled(Frame frame) {
        return frame.width() == frame.box().width()
                && frame.height() == frame.box().height();
    }

    /** The place of the frame that waits, if one does and was not passed over. */
    public Optional<FrameSlot> waitingSlot() {
        return Optional.ofNullable(waiting).flatMap(next -> Optional.ofNullable(next.slot()));
    }

    /** Whether the client has yet to be told a {@link #clip}. */
    public boolean isClipDue() {
        return wantedClip != sentClip;
    }

    public VideoStream stream() {
        return stream;
    }

    /** What the client has to hear before the first frame. */
    public List<StreamMessage> open() {
        List<StreamMessage> messages = new ArrayList<>();
        messages.add(new StreamCreate(
                PRIMARY,
                stream.id(),
                StreamCreate.TOP_DOWN,
                VideoCodecType.MJPEG,
                0,
                stream.width(),
                stream.height(),
                stream.width(),
                stream.height(),
                stream.box(),
                sentClip.asClip()));
        if (reports) {
            messages.add(new StreamActivateReport(stream.id(), reportId, REPORT_FRAMES, REPORT_TIMEOUT_MILLIS));
        }
        return messages;
    }

    /** Whether the client can be sent this frame in the stream; one that it can not is drawn as any other command. */
    public boolean carries(Frame frame) {
        return !isClosed && (takesSizedFrames || stream.isSame(frame));
    }

    /** The guest drew the next frame, which this client {@link #carries}. */
    public Offer offer(Frame frame, FrameSource source, long nowMillis) {
        assert carries(frame) : frame;
        rate.onSourceRate(stream.framesPerSecond());
        Optional<FrameSlot> replaced = Optional.empty();
        if (waiting != null && waiting.slot() != null) {
            replaced = Optional.of(waiting.slot());
            if (nowMillis - waiting.drawnMillis() > ONE_PICTURE_MILLIS) {
                rate.onReplaced(nowMillis);
            }
        }
        RectSet region = frame.visible();
        frame.pieces().forEach(lossy::add);
        FrameSlot slot = new FrameSlot(stream);
        waiting = new Waiting(frame, source, region, nowMillis, slot);
        return new Offer(slot, replaced);
    }

    /**
     * A slot has reached the head of the pipe. Empty when its frame has to wait for the link, or for the one before it;
     * then {@link #dueMillis} says when to ask for {@link #retry}.
     */
    public Optional<FrameJob> take(FrameSlot slot, long nowMillis) {
        if (waiting == null || waiting.slot() != slot) {
            return Optional.empty();
        }
        OptionalInt quality = compressingRegion == null ? rate.admit(nowMillis) : OptionalInt.empty();
        if (quality.isEmpty()) {
            waiting = new Waiting(waiting.frame(), waiting.source(), waiting.region(), waiting.drawnMillis(), null);
            return Optional.empty();
        }
        FrameJob job = new FrameJob(waiting.frame(), waiting.source(), quality.getAsInt(), waiting.drawnMillis());
        compressingRegion = waiting.region();
        waiting = null;
        return Optional.of(job);
    }

    /** When a frame that left the pipe without being sent is to be tried again; empty if none is, or one is compressed. */
    public OptionalLong dueMillis(long nowMillis) {
        boolean isHeld = waiting != null && waiting.slot() == null && compressingRegion == null;
        return isHeld ? OptionalLong.of(rate.dueMillis(nowMillis)) : OptionalLong.empty();
    }

    /** A new slot for the frame that left the pipe without being sent, if it may be sent now. */
    public Optional<FrameSlot> retry(long nowMillis) {
        if (dueMillis(nowMillis).isEmpty()
                || waiting == null
                || rate.admit(nowMillis).isEmpty()) {
            return Optional.empty();
        }
        FrameSlot slot = new FrameSlot(stream);
        waiting = new Waiting(waiting.frame(), waiting.source(), waiting.region(), waiting.drawnMillis(), slot);
        return Optional.of(slot);
    }

    /** A frame was compressed: what is to be sent now, in this order; nothing if the stream has ended meanwhile. */
    public List<StreamMessage> finish(FrameJob job, Bytes data, long nowMillis) {
        RectSet region = compressingRegion;
        compressingRegion = null;
        if (isClosed || region == null) {
            return List.of();
        }
        List<StreamMessage> messages = new ArrayList<>();
        wantedClip = region;
        clip().ifPresent(messages::add);
        long time = schedule.stamp(job.drawnMillis());
        rate.onSent(time, data.length(), job.quality(), nowMillis);
        messages.add(data(job.frame(), time, data));
        return messages;
    }

    /**
     * Something else is drawn over the stream, or needs its pixels.
     *
     * @return whether a {@link #clip} has to leave the pipe before the drawing
     */
    public boolean exclude(StreamOverlap overlap) {
        for (Rect rect : overlap.touched()) {
            wantedClip = without(wantedClip, rect);
            if (waiting != null) {
                waiting.region().remove(rect);
            }
            if (compressingRegion != null) {
                compressingRegion.remove(rect);
            }
            lossy.remove(rect);
        }
        return wantedClip != sentClip;
    }

    /** The clip that the client needs to know now; empty if it knows it. */
    public Optional<StreamMessage> clip() {
        if (isClosed || wantedClip == sentClip || wantedClip.holdsSameAs(sentClip)) {
            wantedClip = sentClip;
            return Optional.empty();
        }
        // What is sent stays as it is: drawings cut pieces out of a copy.
        sentClip = wantedClip;
        Clip clip = sentClip.asClip();
        return Optional.of(new StreamClip(stream.id(), clip));
    }

    /** The pixels that the client has only about, and that a lossless picture has to mend when the stream is over. */
    public List<Rect> lossyArea() {
        return lossy.rects();
    }

    /** The stream is over: frames that the client has and did not show are forgotten by it. */
    List<StreamMessage> close() {
        isClosed = true;
        waiting = null;
        return List.of(new StreamDestroy(stream.id()));
    }

    /** A report with this stream's id; whether it told anything. */
    boolean onReport(StreamReport report, long nowMillis) {
        if (report.uniqueId() != reportId || !rate.onReport(report, nowMillis)) {
            return false;
        }
        schedule.onReport(report, nowMillis);
        return true;
    }

    MjpegRateControl rate() {
        return rate;
    }

    private static RectSet without(RectSet set, Rect hole) {
        RectSet rest = set.copy();
        rest.remove(hole);
        return rest;
    }

    private StreamMessage data(Frame frame, long time, Bytes data) {
        if (stream.isSame(frame)) {
            return new StreamData(stream.id(), time, data);
        }
        return new StreamDataSized(stream.id(), time, frame.width(), frame.height(), frame.box(), data);
    }
}
