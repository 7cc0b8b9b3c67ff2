package dev.caraway.protocol.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Golden;
import dev.caraway.protocol.wire.Hex;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.WireException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentMessageTest {

    static Stream<Golden<AgentMessage>> messages() {
        return Stream.of(
                Golden.of(new MouseState(1, 2, 8, 3), """
                        01 00 00 00  # x
                        02 00 00 00  # y
                        08 00 00 00  # buttons
                        03           # display_id
                        """),
                Golden.of(
                        new MonitorsConfig(
                                3, List.of(new MonitorConfig(768, 1024, 32, -1, 5)), List.of(new MonitorSize(9, 10))),
                        """
                        01 00 00 00  # num_of_monitors
                        03 00 00 00  # flags
                        00 03 00 00  # height
                        00 04 00 00  # width
                        20 00 00 00  # depth
                        ff ff ff ff  # x
                        05 00 00 00  # y
                        09 00        # height in mm
                        0a 00        # width in mm
                        """),
                Golden.of(new Reply(2, 1), """
                        02 00 00 00  # type
                        01 00 00 00  # error
                        """),
                Golden.openEnded(new Clipboard(Hex.bytes("01 00 00 00 61")), 5, "01 00 00 00 61  # data"),
                Golden.of(new DisplayConfig(8, 24), """
                        08 00 00 00  # flags
                        18 00 00 00  # depth
                        """),
                Golden.openEnded(
                        new AnnounceCapabilities(
                                true, Capabilities.of(AgentCapability.MOUSE_STATE, AgentCapability.REPLY)),
                        4,
                        """
                        01 00 00 00  # request
                        05 00 00 00  # caps
                        """),
                Golden.openEnded(new ClipboardGrab(Hex.bytes("01 00 00 00")), 4, "01 00 00 00  # data"),
                Golden.openEnded(new ClipboardRequest(Hex.bytes("01 00 00 00")), 4, "01 00 00 00  # data"),
                Golden.openEnded(new ClipboardRelease(Bytes.EMPTY), 0, ""),
                Golden.openEnded(new FileXferStart(6, Hex.bytes("61")), 1, """
                        06 00 00 00  # id
                        61           # data
                        """),
                Golden.openEnded(new FileXferStatus(6, 3, Bytes.EMPTY), 0, """
                        06 00 00 00  # id
                        03 00 00 00  # result
                        """),
                Golden.openEnded(new FileXferData(6, -1, Hex.bytes("62")), 1, """
                        06 00 00 00              # id
                        ff ff ff ff ff ff ff ff  # size
                        62                       # data
                        """),
                Golden.of(new ClientDisconnected(), ""),
                Golden.of(new MaxClipboard(-1), "ff ff ff ff  # max"),
                Golden.of(new AudioVolumeSync(true, false, List.of(1, 65535)), """
                        01     # is_playback
                        00     # mute
                        02     # nchannels
                        01 00  # volume
                        ff ff  # volume
                        """),
                Golden.of(new GraphicsDeviceInfo(List.of(new DeviceDisplayInfo(0, 1, 2, "pci"))), """
                        01 00 00 00  # count
                        00 00 00 00  # channel_id
                        01 00 00 00  # monitor_id
                        02 00 00 00  # device_display_id
                        04 00 00 00  # device_address_len
                        70 63 69 00  # device_address
                        """));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void agentOrClientSaysIt(Golden<AgentMessage> golden) {
        AgentMessageType type = golden.message().type();
        golden.verify(body -> AgentMessageType.decode(type.number(), body));
    }

    @Test
    void everyMessageIsVerified() {
        assertThat(messages().map(golden -> golden.message().type())).containsExactly(AgentMessageType.values());
    }

    @Test
    void headerIsTwentyBytes() {
        Bytes framed = AgentMessageHeader.frame(new MaxClipboard(5));
        assertThat(framed).isEqualTo(Hex.bytes("""
                                01 00 00 00              # protocol
                                0e 00 00 00              # type
                                00 00 00 00 00 00 00 00  # opaque
                                04 00 00 00              # size
                                05 00 00 00              # max
                                """));
        Golden.of(
                        AgentMessageHeader.of(AgentMessageType.MAX_CLIPBOARD, 4),
                        "01000000 0e000000 0000000000000000 04000000")
                .verify(AgentMessageTest::header);
    }

    private static AgentMessageHeader header(Bytes bytes) {
        SpiceReader in = new SpiceReader("VDAgentMessage", bytes);
        AgentMessageHeader header = AgentMessageHeader.decode(in);
        in.end();
        return header;
    }

    @Test
    void chunkHeaderIsEightBytes() {
        Golden.of(new ChunkHeader(ChunkHeader.SERVER_PORT, 2048), "02 00 00 00 00 08 00 00")
                .verify(bytes -> {
                    SpiceReader in = new SpiceReader("VDIChunkHeader", bytes);
                    ChunkHeader header = ChunkHeader.decode(in);
                    in.end();
                    return header;
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01 01 00 00  00 00 00 00", // 257 monitors
                "ff ff ff ff  00 00 00 00", // a count past every limit
                "01 00 00 00  00 00 00 00  01 40 00 00  00 04 00 00  20 00 00 00  00 00 00 00  00 00 00 00", // too high
                "01 00 00 00  02 00 00 00  00 03 00 00  00 04 00 00  20 00 00 00  00 00 00 00  00 00 00 00" // no size
            })
    void brokenMonitorsConfigIsRefused(String hex) {
        assertThatThrownBy(() -> AgentMessageType.decode(2, Hex.bytes(hex))).isInstanceOf(WireException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01 00 00 00 05", "01 00 00 00 05 00 00 00 00"})
    void capabilitiesThatAreNotWholeWordsAreRefused(String hex) {
        assertThatThrownBy(() -> AgentMessageType.decode(6, Hex.bytes(hex))).isInstanceOf(WireException.class);
    }

    @Test
    void whatTheUserCopiesStaysOutOfLogs() {
        assertThat(new Clipboard(Hex.bytes("61 62"))).hasToString("Clipboard[2 bytes]");
        assertThat(new FileXferStart(1, Hex.bytes("61 62"))).hasToString("FileXferStart[2 bytes]");
        assertThat(new FileXferData(1, 2, Hex.bytes("61 62"))).hasToString("FileXferData[2 bytes]");
    }
}
