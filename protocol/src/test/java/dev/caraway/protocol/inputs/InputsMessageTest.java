package dev.caraway.protocol.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Golden;
import dev.caraway.protocol.wire.Hex;
import dev.caraway.protocol.wire.WireException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InputsMessageTest {

    static Stream<Golden<InputsServerMessage>> fromServer() {
        return Stream.of(
                Golden.of(new InputsInit(2), "02 00  # keyboard_modifiers"),
                Golden.of(new KeyModifiers(7), "07 00  # modifiers"),
                Golden.of(new MouseMotionAck(), ""));
    }

    static Stream<Golden<InputsClientMessage>> fromClient() {
        return Stream.of(
                Golden.of(new KeyDown(0x48e0), "e0 48 00 00  # code"),
                Golden.of(new KeyUp(0xc8e0), "e0 c8 00 00  # code"),
                Golden.of(new ClientKeyModifiers(4), "04 00  # modifiers"),
                Golden.openEnded(new KeyScancode(Hex.bytes("e0 48")), 2, "e0 48  # data"),
                Golden.of(new MouseMotion(-1, 2, 1), """
                        ff ff ff ff  # dx
                        02 00 00 00  # dy
                        01 00        # buttons_state
                        """),
                Golden.of(new MousePosition(0xffffffffL, 2, 0xffff, 255), """
                        ff ff ff ff  # x
                        02 00 00 00  # y
                        ff ff        # buttons_state
                        ff           # display_id
                        """),
                Golden.of(new MousePress(1, 1), """
                        01     # button
                        01 00  # buttons_state
                        """),
                Golden.of(new MouseRelease(255, 0), """
                        ff     # button
                        00 00  # buttons_state
                        """));
    }

    @ParameterizedTest
    @MethodSource("fromServer")
    void serverSaysIt(Golden<InputsServerMessage> golden) {
        golden.verify(body -> InputsServerOpcode.decode(golden.message().opcode(), body));
    }

    @ParameterizedTest
    @MethodSource("fromClient")
    void clientSaysIt(Golden<InputsClientMessage> golden) {
        golden.verify(body -> InputsClientOpcode.decode(golden.message().opcode(), body));
    }

    @Test
    void everyMessageIsVerified() {
        assertThat(fromServer().map(golden -> golden.message().opcode())).containsExactly(101, 102, 111);
        assertThat(fromClient().map(golden -> golden.message().opcode()))
                .containsExactly(101, 102, 103, 104, 111, 112, 113, 114);
    }

    @Test
    void scanCodesOverTheLimitAreRefused() {
        assertThat(InputsClientOpcode.decode(104, Bytes.wrap(new byte[64]))).isInstanceOf(KeyScancode.class);
        assertThatThrownBy(() -> InputsClientOpcode.decode(104, Bytes.wrap(new byte[65])))
                .isInstanceOf(WireException.class);
    }

    @Test
    void keysStayOutOfLogs() {
        assertThat(new KeyDown(0x1e)).hasToString("KeyDown[code hidden]");
        assertThat(new KeyUp(0x1e)).hasToString("KeyUp[code hidden]");
        assertThat(new KeyScancode(Hex.bytes("1e 9e"))).hasToString("KeyScancode[2 bytes]");
    }

    @Test
    void buttonsBitIsTheOneOfItsNumber() {
        assertThat(MouseButton.LEFT.mask()).isEqualTo(1);
        assertThat(MouseButton.EXTRA.mask()).isEqualTo(64);
        assertThat(MouseButton.ofCode(3)).contains(MouseButton.RIGHT);
        assertThat(MouseButton.ofCode(0)).isEmpty();
        assertThat(MouseButton.ofCode(8)).isEmpty();
    }
}
