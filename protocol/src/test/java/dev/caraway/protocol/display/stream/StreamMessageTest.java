package dev.caraway.protocol.display.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.Opcode;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.ChangedBytes;
import dev.caraway.protocol.wire.Golden;
import dev.caraway.protocol.wire.Hex;
import dev.caraway.protocol.wire.WireException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StreamMessageTest {

    static Stream<Golden<StreamMessage>> fromServerOfStreams() {
        return Stream.of(
                Golden.of(
                        new StreamCreate(
                                0,
                                3,
                                StreamCreate.TOP_DOWN,
                                VideoCodecType.MJPEG,
                                0,
                                480,
                                270,
                                481,
                                271,
                                new Rect(2, 3, 10, 20),
                                new ClipRects(List.of())),
                        """
                        00 00 00 00              # surface_id
                        03 00 00 00              # id
                        01                       # flags
                        01                       # codec_type
                        00 00 00 00 00 00 00 00  # stamp
                        e0 01 00 00              # stream_width
                        0e 01 00 00              # stream_height
                        e1 01 00 00              # src_width
                        0f 01 00 00              # src_height
                        03 00 00 00              # dest.top
                        02 00 00 00              # dest.left
                        14 00 00 00              # dest.bottom
                        0a 00 00 00              # dest.right
                        01                       # clip.type
                        00 00 00 00              # num_rects
                        """),
                Golden.of(new StreamData(3, 0xfffffffeL, Hex.bytes("aa bb cc")), """
                        03 00 00 00  # id
                        fe ff ff ff  # multi_media_time
                        03 00 00 00  # data_size
                        aa bb cc     # data
                        """),
                Golden.of(new StreamClip(3, Clip.NONE), """
                        03 00 00 00  # id
                        00           # clip.type
                        """),
                Golden.of(new StreamDestroy(49), """
                        31 00 00 00  # id
                        """),
                Golden.of(new StreamDestroyAll(), ""),
                Golden.of(new StreamDataSized(3, 7, 480, 270, new Rect(2, 3, 10, 20), Hex.bytes("aa")), """
                        03 00 00 00  # id
                        07 00 00 00  # multi_media_time
                        e0 01 00 00  # width
                        0e 01 00 00  # height
                        03 00 00 00  # dest.top
                        02 00 00 00  # dest.left
                        14 00 00 00  # dest.bottom
                        0a 00 00 00  # dest.right
                        01 00 00 00  # data_size
                        aa           # data
                        """),
                Golden.of(new StreamActivateReport(3, 9, 5, 1000), """
                        03 00 00 00  # stream_id
                        09 00 00 00  # unique_id
                        05 00 00 00  # max_window_size
                        e8 03 00 00  # timeout_ms
                        """));
    }

    @ParameterizedTest
    @MethodSource("fromServerOfStreams")
    void streamGoesItsWay(Golden<StreamMessage> golden) {
        golden.verify(body -> StreamOpcode.decode(golden.message().opcode(), body));
    }

    @ParameterizedTest
    @MethodSource("fromServerOfStreams")
    void anyChangedByteIsAnotherMessageOrRefused(Golden<StreamMessage> golden) {
        ChangedBytes.verify(golden, body -> StreamOpcode.decode(golden.message().opcode(), body));
    }

    @Test
    void everyMessageIsVerified() {
        assertThat(fromServerOfStreams()
                        .<Class<?>>map(golden -> golden.message().getClass())
                        .distinct())
                .containsExactlyInAnyOrder(StreamMessage.class.getPermittedSubclasses());
    }

    @Test
    void everyMessageHasOneRow() {
        assertThat(Stream.of(StreamOpcode.values()).<Class<?>>map(Opcode::message))
                .containsExactlyInAnyOrder(StreamMessage.class.getPermittedSubclasses());
    }

    @Test
    void streamIdPastTheLastIsRefused() {
        assertThatThrownBy(() -> StreamOpcode.decode(StreamOpcode.STREAM_DESTROY.number(), Hex.bytes("32 00 00 00")))
                .isInstanceOf(WireException.class)
                .hasMessage("SPICE_MSG_DISPLAY_STREAM_DESTROY.id: expected at most 49, got 50");
    }
}
