package dev.caraway.protocol.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.header.SubMessage;
import dev.caraway.protocol.header.SubMessageList;
import dev.caraway.protocol.wire.Golden;
import dev.caraway.protocol.wire.Hex;
import dev.caraway.protocol.wire.WireException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaseMessageTest {

    static Stream<Golden<BaseServerMessage>> fromServer() {
        return Stream.of(
                Golden.of(new Migrate(Migrate.NEED_FLUSH | Migrate.NEED_DATA_TRANSFER), "03 00 00 00  # flags"),
                Golden.openEnded(new MigrateData(Hex.bytes("01 02 03")), 3, "01 02 03  # data"),
                Golden.of(new SetAck(7, 20), """
                        07 00 00 00  # generation
                        14 00 00 00  # window
                        """),
                Golden.openEnded(new Ping(5, 0x0102030405060708L, Hex.bytes("00 00")), 2, """
                        05 00 00 00              # id
                        08 07 06 05 04 03 02 01  # timestamp
                        00 00                    # data
                        """),
                Golden.of(new WaitForChannels(List.of(new ChannelWait(2, 0, 9), new ChannelWait(4, 1, -1))), """
                        02                       # wait_count
                        02                       # channel_type
                        00                       # channel_id
                        09 00 00 00 00 00 00 00  # message_serial
                        04                       # channel_type
                        01                       # channel_id
                        ff ff ff ff ff ff ff ff  # message_serial
                        """),
                Golden.of(new Disconnecting(1, 7), """
                        01 00 00 00 00 00 00 00  # time_stamp
                        07 00 00 00              # reason
                        """),
                Golden.of(new Notify(2, NotifySeverity.WARN, NotifyVisibility.HIGH, 0, "hi"), """
                        02 00 00 00 00 00 00 00  # time_stamp
                        01 00 00 00              # severity
                        02 00 00 00              # visibilty
                        00 00 00 00              # what
                        02 00 00 00              # message_len
                        68 69 00                 # message and a NUL
                        """),
                Golden.of(
                        new MessageList(new SubMessageList(
                                List.of(new SubMessage(105, Hex.bytes("aa")), new SubMessage(102, Hex.bytes(""))))),
                        """
                        02 00        # size
                        0a 00 00 00  # sub_messages
                        11 00 00 00  # sub_messages
                        69 00        # type
                        01 00 00 00  # size
                        aa           # body
                        66 00        # type
                        00 00 00 00  # size
                        """));
    }

    static Stream<Golden<BaseClientMessage>> fromClient() {
        return Stream.of(
                Golden.of(new AckSync(-2), "fe ff ff ff  # generation"),
                Golden.of(new Ack(), ""),
                Golden.of(new Pong(5, 0x0102030405060708L), """
                        05 00 00 00              # id
                        08 07 06 05 04 03 02 01  # timestamp
                        """),
                Golden.of(new MigrateFlushMark(), ""),
                Golden.openEnded(new ClientMigrateData(Hex.bytes("01 02 03")), 3, "01 02 03  # data"),
                Golden.of(new ClientDisconnecting(1, 0xffffffffL), """
                        01 00 00 00 00 00 00 00  # time_stamp
                        ff ff ff ff              # reason
                        """));
    }

    @ParameterizedTest
    @MethodSource("fromServer")
    void serverSaysIt(Golden<BaseServerMessage> golden) {
        golden.verify(body -> BaseServerOpcode.decode(golden.message().opcode(), body));
    }

    @ParameterizedTest
    @MethodSource("fromClient")
    void clientSaysIt(Golden<BaseClientMessage> golden) {
        golden.verify(body -> BaseClientOpcode.decode(golden.message().opcode(), body));
    }

    @Test
    void everyMessageIsVerified() {
        assertThat(fromServer().map(golden -> golden.message().opcode())).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(fromClient().map(golden -> golden.message().opcode())).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01 00 00 00 00 00", // an offset of 0
                "01 00 ff ff ff ff", // an offset past the body
                "01 00 06 00 00 00 66 00 01 00 00 00", // a size past the body
                "02 00 0a 00 00 00 0a 00 00 00 66 00 03 00 00 00 aa bb cc", // one message twice
                "ff ff 06 00 00 00 66 00 00 00 00 00" // more messages than the body can name
            })
    void listThatReachesOutOfItsBodyOrOverlapsIsRefused(String hex) {
        assertThatThrownBy(() -> BaseServerOpcode.decode(8, Hex.bytes(hex))).isInstanceOf(WireException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"04 00 00 00", "ff ff ff ff"})
    void unknownMigrateFlagIsRefused(String hex) {
        assertThatThrownBy(() -> BaseServerOpcode.decode(1, Hex.bytes(hex))).isInstanceOf(WireException.class);
    }
}
