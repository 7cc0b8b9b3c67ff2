package dev.caraway.server.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.capability.DisplayCapability;
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
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.video.ClientVideoStreams.ReportOutcome;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClientVideoStreamsTest {

    private static final Rect BOX = Rect.ofSize(10, 20, 320, 200);
    private static final Bytes JPEG = Bytes.wrap(new byte[5000]);
    private static final Capabilities SPICE_GTK = Capabilities.of(
            DisplayCapability.SIZED_STREAM,
            DisplayCapability.STREAM_REPORT,
            DisplayCapability.MULTI_CODEC,
            DisplayCapability.CODEC_MJPEG);

    private final VideoStream stream = stream(4);
    private final Frame frame = new Frame(BOX, 320, 200, Clip.NONE);
    private long nowMillis = 5_000;

    @Test
    void aStreamIsCreatedAndReportsAreAskedFor() {
        assertThat(new ClientVideoStreams(SPICE_GTK, 400).open(stream, LinkSpeed.UNKNOWN, 0))
                .containsExactly(
                        new StreamCreate(
                                0,
                                4,
                                StreamCreate.TOP_DOWN,
                                VideoCodecType.MJPEG,
                                0,
                                320,
                                200,
                                320,
                                200,
                                BOX,
                                new ClipRects(List.of(BOX))),
                        new StreamActivateReport(4, 1, 1, 1000));
    }

    @Test
    void aClientThatDoesNotReportIsNotAsked() {
        Capabilities old = Capabilities.of(DisplayCapability.SIZED_STREAM);

        assertThat(new ClientVideoStreams(old, 400).open(stream, LinkSpeed.UNKNOWN, 0))
                .hasSize(1)
                .first()
                .isInstanceOf(StreamCreate.class);
    }

    @Test
    void aClientWithOtherCodecsAloneHasNoStreams() {
        Capabilities other = Capabilities.of(DisplayCapability.MULTI_CODEC, DisplayCapability.CODEC_VP8);
        ClientVideoStreams streams = new ClientVideoStreams(other, 400);

        assertThat(streams.open(stream, LinkSpeed.UNKNOWN, 0)).isEmpty();
        assertThat(streams.of(stream)).isEmpty();
        assertThat(streams.close(stream)).isEmpty();
    }

    @Test
    void aFrameOfAnotherSizeNeedsAClientThatTakesIt() {
        Frame larger = new Frame(BOX.union(Rect.ofSize(0, 0, 20, 20)), 330, 220, Clip.NONE);
        ClientVideoStream able = opened(new ClientVideoStreams(SPICE_GTK, 400));
        ClientVideoStream unable = opened(new ClientVideoStreams(Capabilities.NONE, 400));

        assertThat(able.carries(larger)).isTrue();
        assertThat(unable.carries(larger)).isFalse();
        assertThat(unable.carries(frame)).isTrue();
        List<StreamMessage> messages = send(able, larger);
        assertThat(messages).last().isInstanceOfSatisfying(StreamDataSized.class, data -> {
            assertThat(data.width()).isEqualTo(330);
            assertThat(data.height()).isEqualTo(220);
            assertThat(data.destination()).isEqualTo(larger.box());
        });
        assertThat(send(unable, frame)).singleElement().isInstanceOf(StreamData.class);
    }

    @Test
    void theNewestFrameTakesThePlaceOfOneThatWaits() {
        ClientVideoStream own = opened(new ClientVideoStreams(SPICE_GTK, 400));
        AtomicInteger begun = new AtomicInteger();
        ClientVideoStream.Offer first = own.offer(frame, source(begun, 1), nowMillis);
        ClientVideoStream.Offer second = own.offer(frame, source(begun, 2), nowMillis += 40);

        assertThat(first.replaced()).isEmpty();
        assertThat(second.replaced()).containsSame(first.slot());
        assertThat(own.take(first.slot(), nowMillis)).isEmpty();
        own.take(second.slot(), nowMillis).orElseThrow().source().compress(50);
        assertThat(begun).hasValue(2);
        assertThat(own.take(second.slot(), nowMillis)).isEmpty();
    }

    @Test
    void oneFrameIsCompressedAtATimeAndTheNextOneWaits() {
        ClientVideoStream own = opened(new ClientVideoStreams(SPICE_GTK, 400));
        FrameJob job = own.take(own.offer(frame, source(), nowMillis).slot(), nowMillis)
                .orElseThrow();
        ClientVideoStream.Offer next = own.offer(frame, source(), nowMillis += 40);

        assertThat(own.take(next.slot(), nowMillis)).isEmpty();
        assertThat(own.dueMillis(nowMillis)).isEmpty();
        assertThat(own.retry(nowMillis)).isEmpty();
        own.finish(job, JPEG, nowMillis);
        assertThat(own.dueMillis(nowMillis)).isPresent();
    }

    @Test
    void aFrameThatFinishesAfterItsStreamIsNotSent() {
        ClientVideoStreams streams = new ClientVideoStreams(SPICE_GTK, 400);
        ClientVideoStream own = opened(streams);
        FrameJob job = own.take(own.offer(frame, source(), nowMillis).slot(), nowMillis)
                .orElseThrow();
        ClosedStream closed = streams.close(stream).orElseThrow();

        assertThat(closed).isEqualTo(new ClosedStream(List.of(new StreamDestroy(4)), List.of(BOX)));
        assertThat(own.finish(job, JPEG, nowMillis)).isEmpty();
        assertThat(own.clip()).isEmpty();
        assertThat(own.carries(frame)).isFalse();
    }

    @Test
    void whatCoversTheWholeStreamLeavesNothingToMend() {
        ClientVideoStreams streams = new ClientVideoStreams(SPICE_GTK, 400);
        send(opened(streams), frame);

        streams.excludePicture(BOX);

        assertThat(streams.close(stream).orElseThrow().lossy()).isEmpty();
    }

    @Test
    void theNextFrameIsSeenAgainWhereSomethingWasDrawnOver() {
        ClientVideoStreams streams = new ClientVideoStreams(Capabilities.NONE, 400);
        ClientVideoStream own = opened(streams);
        send(own, frame);
        Rect over = Rect.ofSize(10, 20, 320, 50);
        streams.excludePicture(over);
        Rect rest = Rect.ofSize(10, 70, 320, 150);
        assertThat(own.clip()).contains(new StreamClip(4, new ClipRects(List.of(rest))));
        assertThat(own.lossyArea()).containsExactly(rest);

        nowMillis += 200;
        List<StreamMessage> messages = send(own, frame);

        assertThat(messages).hasSize(2).last().isInstanceOf(StreamData.class);
        assertThat(messages).first().isEqualTo(new StreamClip(4, new ClipRects(List.of(BOX))));
        assertThat(own.lossyArea()).containsExactly(BOX);
    }

    @Test
    void aFrameThatWasDrawnBeforeIsNotSeenWhereSomethingWasDrawnOver() {
        ClientVideoStreams streams = new ClientVideoStreams(SPICE_GTK, 400);
        ClientVideoStream own = opened(streams);
        FrameSlot slot = own.offer(frame, source(), nowMillis).slot();
        streams.excludePicture(Rect.ofSize(10, 20, 320, 50));
        FrameJob job = own.take(slot, nowMillis).orElseThrow();
        streams.excludePicture(Rect.ofSize(10, 70, 320, 50));

        assertThat(own.finish(job, JPEG, nowMillis))
                .first()
                .isEqualTo(new StreamClip(4, new ClipRects(List.of(Rect.ofSize(10, 120, 320, 100)))));
    }

    @Test
    void aPictureElsewhereNeedsNoClip() {
        ClientVideoStreams streams = new ClientVideoStreams(SPICE_GTK, 400);
        ClientVideoStream own = opened(streams);

        assertThat(streams.excludePicture(Rect.ofSize(0, 0, 10, 20))).isEmpty();
        assertThat(streams.excludePicture(Rect.ofSize(0, 0, 11, 21))).containsExactly(own);
        assertThat(own.clip()).isPresent();
        assertThat(own.clip()).isEmpty();
    }

    @Test
    void framesBringTheirTimesAndReportsOfThemAreTaken() {
        ClientVideoStreams streams = new ClientVideoStreams(SPICE_GTK, 400);
        StreamData data = (StreamData) send(opened(streams), frame).get(0);

        assertThat(data.multiMediaTime()).isEqualTo(nowMillis - 400 + FrameSchedule.START_DELAY_MILLIS);
        assertThat(streams.onReport(report(4, 1, data.multiMediaTime()), nowMillis + 40))
                .isEqualTo(ReportOutcome.TAKEN);
    }

    @Test
    void aReportThatBelongsToNoFrameIsIgnored() {
        ClientVideoStreams streams = new ClientVideoStreams(SPICE_GTK, 400);
        StreamData data = (StreamData) send(opened(streams), frame).get(0);
        long time = data.multiMediaTime();

        assertThat(streams.onReport(report(5, 1, time), nowMillis)).isEqualTo(ReportOutcome.IGNORED);
        assertThat(streams.onReport(report(4, 2, time), nowMillis)).isEqualTo(ReportOutcome.IGNORED);
        assertThat(streams.onReport(report(4, 0xffff_ffffL, time), nowMillis)).isEqualTo(ReportOutcome.IGNORED);
        assertThat(streams.onReport(report(4, 1, time + 1), nowMillis)).isEqualTo(ReportOutcome.IGNORED);
        assertThat(streams.onReport(report(4, 1, time), nowMillis)).isEqualTo(ReportOutcome.TAKEN);
        assertThat(streams.onReport(report(4, 1, time), nowMillis)).isEqualTo(ReportOutcome.IGNORED);
    }

    @Test
    void aClientThatCanNotShowOneStreamIsSentNoOther() {
        ClientVideoStreams streams = new ClientVideoStreams(SPICE_GTK, 400);
        opened(streams);
        VideoStream other = stream(7);
        streams.open(other, LinkSpeed.UNKNOWN, 0);
        StreamReport unsupported = new StreamReport(4, 0, 0, 0, 0, StreamReport.UNSUPPORTED_DROPS, 0, 0);

        assertThat(streams.onReport(unsupported, nowMillis)).isEqualTo(ReportOutcome.UNABLE);
        assertThat(streams.close(stream)).isPresent();
        assertThat(streams.close(other)).isPresent();
        assertThat(streams.of(other)).isEmpty();
        assertThat(streams.open(stream(9), LinkSpeed.UNKNOWN, 0)).isEmpty();
        assertThat(streams.onReport(unsupported, nowMillis)).isEqualTo(ReportOutcome.IGNORED);
    }

    @Test
    void aReportOfAFormerStreamWithTheSameIdIsIgnored() {
        ClientVideoStreams streams = new ClientVideoStreams(SPICE_GTK, 400);
        StreamData data = (StreamData) send(opened(streams), frame).get(0);
        streams.close(stream);
        VideoStream successor = stream(4);
        streams.open(successor, LinkSpeed.UNKNOWN, 0);

        assertThat(streams.of(stream)).isEmpty();
        assertThat(streams.onReport(report(4, 1, data.multiMediaTime()), nowMillis))
                .isEqualTo(ReportOutcome.IGNORED);
    }

    @Test
    void streamsShareTheLinkByTheirAreas() {
        ClientVideoStreams streams = new ClientVideoStreams(SPICE_GTK, 400);
        LinkSpeed link = new LinkSpeed(OptionalLong.of(8_000_000), 20);
        streams.open(stream(0), link, 0);
        VideoStream second = stream(1);
        streams.open(second, link, 0);

        assertThat(streams.all().iterator().next().rate().bytesPerSecond()).isEqualTo(800_000);
        assertThat(streams.of(second).orElseThrow().rate().bytesPerSecond()).isEqualTo(400_000);
    }

    private static VideoStream stream(int id) {
        return new VideoStream(id, BOX, 320, 200, 40, 0);
    }

    private ClientVideoStream opened(ClientVideoStreams streams) {
        streams.open(stream, LinkSpeed.UNKNOWN, nowMillis);
        return streams.of(stream).orElseThrow();
    }

    private List<StreamMessage> send(ClientVideoStream own, Frame sent) {
        FrameSlot slot = own.offer(sent, source(), nowMillis).slot();
        FrameJob job = own.take(slot, nowMillis).orElseThrow();
        return own.finish(job, job.source().compress(job.quality()), nowMillis);
    }

    private static FrameSource source() {
        return quality -> JPEG;
    }

    private static FrameSource source(AtomicInteger begun, int number) {
        return quality -> {
            begun.set(number);
            return JPEG;
        };
    }

    private static StreamReport report(int streamId, long uniqueId, long time) {
        return new StreamReport(streamId, uniqueId, time, time, 1, 0, 40, StreamReport.NO_AUDIO);
    }
}
