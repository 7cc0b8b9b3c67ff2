package dev.caraway.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.caraway.protocol.agent.AgentMessage;
import dev.caraway.protocol.agent.AgentMessageType;
import dev.caraway.protocol.base.BaseClientMessage;
import dev.caraway.protocol.base.BaseClientOpcode;
import dev.caraway.protocol.base.BaseServerMessage;
import dev.caraway.protocol.base.BaseServerOpcode;
import dev.caraway.protocol.cursor.CursorServerMessage;
import dev.caraway.protocol.cursor.CursorServerOpcode;
import dev.caraway.protocol.inputs.InputsClientMessage;
import dev.caraway.protocol.inputs.InputsClientOpcode;
import dev.caraway.protocol.inputs.InputsServerMessage;
import dev.caraway.protocol.inputs.InputsServerOpcode;
import dev.caraway.protocol.main.MainClientMessage;
import dev.caraway.protocol.main.MainClientOpcode;
import dev.caraway.protocol.main.MainServerMessage;
import dev.caraway.protocol.main.MainServerOpcode;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.WireException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpcodeTest {

    static Stream<Arguments> families() {
        return Stream.of(
                arguments(BaseServerMessage.class, List.of(BaseServerOpcode.values())),
                arguments(BaseClientMessage.class, List.of(BaseClientOpcode.values())),
                arguments(MainServerMessage.class, List.of(MainServerOpcode.values())),
                arguments(MainClientMessage.class, List.of(MainClientOpcode.values())),
                arguments(CursorServerMessage.class, List.of(CursorServerOpcode.values())),
                arguments(InputsServerMessage.class, List.of(InputsServerOpcode.values())),
                arguments(InputsClientMessage.class, List.of(InputsClientOpcode.values())),
                arguments(AgentMessage.class, List.of(AgentMessageType.values())));
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyMessageOfAFamilyHasOneRow(Class<?> family, List<Opcode<?>> rows) {
        assertThat(rows.stream().<Class<?>>map(Opcode::message))
                .containsExactlyInAnyOrder(family.getPermittedSubclasses());
    }

    @ParameterizedTest
    @MethodSource("families")
    void rowsStandInTheOrderOfTheirNumbers(Class<?> family, List<Opcode<?>> rows) {
        assertThat(rows.stream().map(Opcode::number))
                .as("%s", family)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void basesNumbersAreNotThoseOfAChannel() {
        assertThat(Arrays.stream(BaseClientOpcode.values()).map(Opcode::number)).allMatch(number -> number < 100);
        assertThat(MainClientOpcode.has(BaseClientOpcode.PONG.number())).isFalse();
        assertThat(BaseClientOpcode.has(BaseClientOpcode.PONG.number())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 113, 9999, 65535})
    void unknownNumberIsRefused(int opcode) {
        assertThat(MainClientOpcode.has(opcode)).isFalse();
        assertThatThrownBy(() -> MainClientOpcode.decode(opcode, Bytes.EMPTY))
                .isInstanceOf(WireException.class)
                .hasMessage("SPICE_MSGC_MAIN_*: expected a known message, got " + opcode);
        assertThatThrownBy(() -> MainClientOpcode.maxBodyBytes(opcode)).isInstanceOf(WireException.class);
    }

    @Test
    void bodyOverItsLimitIsRefusedAndOneAtItsLimitIsNot() {
        int opcode = MainClientOpcode.AGENT_DATA.number();
        assertThat(MainClientOpcode.maxBodyBytes(opcode)).isEqualTo(2048);
        assertThat(MainClientOpcode.decode(opcode, Bytes.wrap(new byte[2048]))).isNotNull();
        assertThatThrownBy(() -> MainClientOpcode.decode(opcode, Bytes.wrap(new byte[2049])))
                .isInstanceOf(WireException.class)
                .hasMessage("SPICE_MSGC_MAIN_AGENT_DATA: expected at most 2048 bytes, got 2049");
    }

    @Test
    void truncatedMessageNamesItselfAndItsField() {
        assertThatThrownBy(() -> BaseClientOpcode.decode(BaseClientOpcode.PONG.number(), Bytes.wrap(new byte[6])))
                .isInstanceOf(WireException.class)
                .hasMessage("SPICE_MSGC_PONG.timestamp: expected 8 bytes, got 2");
    }
}
