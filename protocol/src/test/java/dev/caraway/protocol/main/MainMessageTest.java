package dev.caraway.protocol.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.wire.Golden;
import dev.caraway.protocol.wire.Hex;
import dev.caraway.protocol.wire.WireException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainMessageTest {

    private static final DstInfo TARGET = new DstInfo(5900, 5901, "h2", "CN=x");

    static Stream<Golden<MainServerMessage>> fromServer() {
        return Stream.of(
                Golden.of(new MigrateBegin(TARGET), """
                        0c 17           # port
                        0d 17           # sport
                        03 00 00 00     # host_size
                        14 00 00 00     # host_data
                        05 00 00 00     # cert_subject_size
                        17 00 00 00     # cert_subject_data
                        68 32 00        # h2
                        43 4e 3d 78 00  # CN=x
                        """),
                Golden.of(new MigrateCancel(), ""),
                Golden.of(new MainInit(-5, 1, 3, 2, true, 10, 4_000_000_000L, 65536), """
                        fb ff ff ff  # session_id
                        01 00 00 00  # display_channels_hint
                        03 00 00 00  # supported_mouse_modes
                        02 00 00 00  # current_mouse_mode
                        01 00 00 00  # agent_connected
                        0a 00 00 00  # agent_tokens
                        00 28 6b ee  # multi_media_time
                        00 00 01 00  # ram_hint
                        """),
                Golden.of(
                        new ChannelsList(
                                List.of(new ChannelId(ChannelType.DISPLAY, 0), new ChannelId(ChannelType.PORT, 255))),
                        """
                        02 00 00 00  # num_of_channels
                        02 00        # type, id
                        0a ff        # type, id
                        """),
                Golden.of(new MouseMode(3, 1), """
                        03 00  # supported_modes
                        01 00  # current_mode
                        """),
                Golden.of(new MultiMediaTime(0xfffffe70L), "70 fe ff ff  # time"),
                Golden.of(new AgentConnected(), ""),
                Golden.of(new AgentDisconnected(1), "01 00 00 00  # error_code"),
                Golden.openEnded(new AgentData(Hex.bytes("01 02")), 2, "01 02  # data"),
                Golden.of(new AgentToken(5), "05 00 00 00  # num_tokens"),
                Golden.of(new MigrateSwitchHost(new DstInfo(5900, 0, "h2", null)), """
                        0c 17           # port
                        00 00           # sport
                        03 00 00 00     # host_size
                        14 00 00 00     # host_data
                        00 00 00 00     # cert_subject_size
                        00 00 00 00     # cert_subject_data
                        68 32 00        # h2
                        """),
                Golden.of(new MigrateEnd(), ""),
                Golden.of(new Name("vm"), """
                        03 00 00 00  # name_len
                        76 6d 00     # name
                        """),
                Golden.of(
                        new Uuid(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")),
                        "00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff  # uuid"),
                Golden.of(new AgentConnectedTokens(10), "0a 00 00 00  # num_tokens"),
                Golden.of(new MigrateBeginSeamless(TARGET, 1), """
                        0c 17           # port
                        0d 17           # sport
                        03 00 00 00     # host_size
                        18 00 00 00     # host_data
                        05 00 00 00     # cert_subject_size
                        1b 00 00 00     # cert_subject_data
                        01 00 00 00     # src_mig_version
                        68 32 00        # h2
                        43 4e 3d 78 00  # CN=x
                        """),
                Golden.of(new MigrateDstSeamlessAck(), ""),
                Golden.of(new MigrateDstSeamlessNack(), ""));
    }

    static Stream<Golden<MainClientMessage>> fromClient() {
        return Stream.of(
                Golden.of(new ClientInfo(1L << 32), "00 00 00 00 01 00 00 00  # cache_size"),
                Golden.of(new MigrateConnected(), ""),
                Golden.of(new MigrateConnectError(), ""),
                Golden.of(new AttachChannels(), ""),
                Golden.of(new MouseModeRequest(0xffff), "ff ff  # mode"),
                Golden.of(new AgentStart(0xffffffffL), "ff ff ff ff  # num_tokens"),
                Golden.openEnded(new ClientAgentData(Hex.bytes("01 02")), 2, "01 02  # data"),
                Golden.of(new ClientAgentToken(1), "01 00 00 00  # num_tokens"),
                Golden.of(new ClientMigrateEnd(), ""),
                Golden.of(new MigrateDstDoSeamless(1), "01 00 00 00  # src_version"),
                Golden.of(new MigrateConnectedSeamless(), ""),
                Golden.openEnded(new QualityIndicator(Hex.bytes("09")), 1, "09  # data"));
    }

    @ParameterizedTest
    @MethodSource("fromServer")
    void serverSaysIt(Golden<MainServerMessage> golden) {
        golden.verify(body -> MainServerOpcode.decode(golden.message().opcode(), body));
    }

    @ParameterizedTest
    @MethodSource("fromClient")
    void clientSaysIt(Golden<MainClientMessage> golden) {
        golden.verify(body -> MainClientOpcode.decode(golden.message().opcode(), body));
    }

    @Test
    void everyMessageIsVerified() {
        assertThat(fromServer().map(golden -> golden.message().opcode()))
                .containsExactly(
                        101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117, 118);
        assertThat(fromClient().map(golden -> golden.message().opcode()))
                .containsExactly(101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "02 00 00 00 02 00", // fewer channels than counted
                "ff ff ff ff 02 00", // a count past every limit
                "01 00 00 00 07 00" // the type that was given up
            })
    void brokenChannelsListIsRefused(String hex) {
        assertThatThrownBy(() -> MainServerOpcode.decode(104, Hex.bytes(hex))).isInstanceOf(WireException.class);
    }

    @Test
    void migrationWithoutAHostIsRefused() {
        assertThatThrownBy(() -> MainServerOpcode.decode(
                        101, Hex.bytes("0c 17 0d 17 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00")))
                .isInstanceOf(WireException.class);
    }

    @Test
    void agentDataKeepsWhatTheUserWroteOutOfLogs() {
        assertThat(new AgentData(Hex.bytes("ab cd"))).hasToString("AgentData[2 bytes]");
        assertThat(new ClientAgentData(Hex.bytes("ab cd"))).hasToString("ClientAgentData[2 bytes]");
    }
}
