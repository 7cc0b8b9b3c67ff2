package dev.caraway.protocol.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.Opcode;
import dev.caraway.protocol.base.ChannelWait;
import dev.caraway.protocol.display.draw.DrawOpcode;
import dev.caraway.protocol.display.stream.StreamOpcode;
import dev.caraway.protocol.display.stream.VideoCodecType;
import dev.caraway.protocol.image.ImageCompression;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.ChangedBytes;
import dev.caraway.protocol.wire.Golden;
import dev.caraway.protocol.wire.Hex;
import dev.caraway.protocol.wire.WireException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayMessageTest {

    static Stream<Golden<DisplayServerMessage>> fromServer() {
        return Stream.of(
                Golden.of(new Mode(800, 600, 32), """
                        20 03 00 00  # x_res
                        58 02 00 00  # y_res
                        20 00 00 00  # bits
                        """),
                Golden.of(new Mark(), ""),
                Golden.of(new Reset(), ""),
                Golden.of(new InvalList(List.of(new ResourceId(ResourceId.PIXMAP, 0x11), new ResourceId(1, -1))), """
                        02 00                    # count
                        01                       # resources[0].type
                        11 00 00 00 00 00 00 00  # resources[0].id
                        01                       # resources[1].type
                        ff ff ff ff ff ff ff ff  # resources[1].id
                        """),
                Golden.of(new InvalAllPixmaps(List.of(new ChannelWait(2, 1, 0x11))), """
                        01                       # wait_count
                        02                       # wait_list[0].channel_type
                        01                       # wait_list[0].channel_id
                        11 00 00 00 00 00 00 00  # wait_list[0].message_serial
                        """),
                Golden.of(new InvalPalette(0x11), """
                        11 00 00 00 00 00 00 00  # id
                        """),
                Golden.of(new InvalAllPalettes(), ""),
                Golden.of(new SurfaceCreate(1023, 640, 480, SurfaceFormat.RGB_565, SurfaceCreate.PRIMARY), """
                        ff 03 00 00  # surface_id
                        80 02 00 00  # width
                        e0 01 00 00  # height
                        50 00 00 00  # format
                        01 00 00 00  # flags
                        """),
                Golden.of(new SurfaceDestroy(7), """
                        07 00 00 00  # surface_id
                        """),
                Golden.of(new MonitorsConfig(4, List.of(new Head(1, 0, 640, 480, 2, 3, 0))), """
                        01 00        # count
                        04 00        # max_allowed
                        01 00 00 00  # heads[0].monitor_id
                        00 00 00 00  # heads[0].surface_id
                        80 02 00 00  # heads[0].width
                        e0 01 00 00  # heads[0].height
                        02 00 00 00  # heads[0].x
                        03 00 00 00  # heads[0].y
                        00 00 00 00  # heads[0].flags
                        """),
                Golden.of(new GlScanoutUnix(640, 480, 2560, 0x34325258, GlScanoutUnix.Y0_TOP), """
                        80 02 00 00  # width
                        e0 01 00 00  # height
                        00 0a 00 00  # stride
                        58 52 32 34  # drm_fourcc_format
                        01 00 00 00  # flags
                        """),
                Golden.of(new GlDraw(1, 2, 3, 4), """
                        01 00 00 00  # x
                        02 00 00 00  # y
                        03 00 00 00  # w
                        04 00 00 00  # h
                        """),
                Golden.openEnded(new QualityIndicator(Hex.bytes("aa bb")), 2, "aa bb  # data"));
    }

    static Stream<Golden<DisplayClientMessage>> fromClient() {
        return Stream.of(
                Golden.of(new DisplayInit(1, -2, 3, 1 << 25), """
                        01                       # pixmap_cache_id
                        fe ff ff ff ff ff ff ff  # pixmap_cache_size
                        03                       # glz_dictionary_id
                        00 00 00 02              # glz_dictionary_window_size
                        """),
                Golden.of(new StreamReport(3, 9, 1, 2, 5, 1, -7, StreamReport.NO_AUDIO), """
                        03 00 00 00  # stream_id
                        09 00 00 00  # unique_id
                        01 00 00 00  # start_frame_mm_time
                        02 00 00 00  # end_frame_mm_time
                        05 00 00 00  # num_frames
                        01 00 00 00  # num_drops
                        f9 ff ff ff  # last_frame_delay
                        ff ff ff ff  # audio_delay
                        """),
                Golden.of(new PreferredCompression(ImageCompression.LZ4), """
                        07  # image_compression
                        """),
                Golden.of(new GlDrawDone(), ""),
                Golden.of(new PreferredVideoCodecType(List.of(3, 99, 1, 3)), """
                        04  # num_of_codecs
                        03  # codecs[0]
                        63  # codecs[1]
                        01  # codecs[2]
                        03  # codecs[3]
                        """));
    }

    @ParameterizedTest
    @MethodSource("fromServer")
    void serverSaysIt(Golden<DisplayServerMessage> golden) {
        golden.verify(body -> DisplayServerOpcode.decode(golden.message().opcode(), body));
    }

    @ParameterizedTest
    @MethodSource("fromClient")
    void clientSaysIt(Golden<DisplayClientMessage> golden) {
        golden.verify(body -> DisplayClientOpcode.decode(golden.message().opcode(), body));
    }

    @ParameterizedTest
    @MethodSource("fromServer")
    void anyOfTheServersChangedBytesIsAnotherMessageOrRefused(Golden<DisplayServerMessage> golden) {
        ChangedBytes.verify(
                golden, body -> DisplayServerOpcode.decode(golden.message().opcode(), body));
    }

    @ParameterizedTest
    @MethodSource("fromClient")
    void anyOfTheClientsChangedBytesIsAnotherMessageOrRefused(Golden<DisplayClientMessage> golden) {
        ChangedBytes.verify(
                golden, body -> DisplayClientOpcode.decode(golden.message().opcode(), body));
    }

    @Test
    void everyServerMessageIsVerified() {
        assertThat(fromServer()
                        .<Class<?>>map(golden -> golden.message().getClass())
                        .distinct())
                .containsExactlyInAnyOrder(DisplayServerMessage.class.getPermittedSubclasses());
    }

    @Test
    void everyServerMessageHasOneRow() {
        assertThat(Stream.of(DisplayServerOpcode.values()).<Class<?>>map(Opcode::message))
                .containsExactlyInAnyOrder(DisplayServerMessage.class.getPermittedSubclasses());
    }

    @Test
    void everyClientMessageIsVerified() {
        assertThat(fromClient()
                        .<Class<?>>map(golden -> golden.message().getClass())
                        .distinct())
                .containsExactlyInAnyOrder(DisplayClientMessage.class.getPermittedSubclasses());
    }

    @Test
    void everyClientMessageHasOneRow() {
        assertThat(Stream.of(DisplayClientOpcode.values()).<Class<?>>map(Opcode::message))
                .containsExactlyInAnyOrder(DisplayClientMessage.class.getPermittedSubclasses());
    }

    @Test
    void noNumberBelongsToTwoFamilies() {
        List<Integer> numbers = Stream.<Opcode<?>[]>of(
                        DisplayServerOpcode.values(), DrawOpcode.values(), StreamOpcode.values())
                .flatMap(Stream::of)
                .map(Opcode::number)
                .toList();
        assertThat(numbers).doesNotHaveDuplicates().allMatch(DisplayServerOpcode::has);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 109, 121, 127, 301, 323, 9999, 65535})
    void unknownNumberIsRefused(int opcode) {
        assertThat(DisplayServerOpcode.has(opcode)).isFalse();
        assertThatThrownBy(() -> DisplayServerOpcode.decode(opcode, Bytes.EMPTY))
                .isInstanceOf(WireException.class);
        assertThatThrownBy(() -> DisplayClientOpcode.decode(opcode, Bytes.EMPTY))
                .isInstanceOf(WireException.class);
    }

    @Test
    void bodyOverItsLimitIsRefusedBeforeItIsRead() {
        for (DisplayClientOpcode row : DisplayClientOpcode.values()) {
            assertThatThrownBy(() ->
                            DisplayClientOpcode.decode(row.number(), Bytes.wrap(new byte[row.maxBodyBytes() + 1])))
                    .isInstanceOf(WireException.class)
                    .hasMessageContaining("expected at most " + row.maxBodyBytes() + " bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 00 00 00 00 00 00 00 00 00 01 00 00 02", // a pixel more than the largest window
                "00 00 00 00 00 00 00 00 00 00 ff ff ff ff" // a negative window
            })
    void glzWindowOutOfRangeIsRefused(String hex) {
        assertThatThrownBy(() -> DisplayClientOpcode.decode(DisplayClientOpcode.INIT.number(), Hex.bytes(hex)))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("glz_dictionary_window_size: expected at most " + Limits.GLZ_WINDOW_PIXELS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "08", "ff"})
    void unknownCompressionIsRefused(String hex) {
        assertThatThrownBy(() -> DisplayClientOpcode.decode(103, Hex.bytes(hex)))
                .isInstanceOf(WireException.class);
    }

    @Test
    void unknownAndRepeatedCodecsArePassedOver() {
        assertThat(new PreferredVideoCodecType(List.of(3, 99, 1, 3)).codecs())
                .containsExactly(VideoCodecType.H264, VideoCodecType.MJPEG);
    }

    @Test
    void emptyListOfCodecsIsRefused() {
        assertThatThrownBy(() -> DisplayClientOpcode.decode(105, Hex.bytes("00")))
                .isInstanceOf(WireException.class);
    }

    @Test
    void surfaceIdPastTheTableIsRefused() {
        assertThatThrownBy(() -> DisplayServerOpcode.decode(315, Hex.bytes("00 04 00 00")))
                .isInstanceOf(WireException.class)
                .hasMessage("SPICE_MSG_DISPLAY_SURFACE_DESTROY.surface_id: expected at most 1023, got 1024");
    }

    @Test
    void reportOfNoFramesAndAllDropsSaysUnsupported() {
        assertThat(new StreamReport(1, 2, 0, 0, 0, StreamReport.UNSUPPORTED_DROPS, 0, 0).saysUnsupported())
                .isTrue();
        assertThat(new StreamReport(1, 2, 0, 0, 1, 1, 0, 0).saysUnsupported()).isFalse();
    }
}
