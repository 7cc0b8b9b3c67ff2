package dev.caraway.protocol.display;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.caraway.protocol.Opcode;
import dev.caraway.protocol.display.draw.DrawOpcode;
import dev.caraway.protocol.display.stream.StreamOpcode;
import dev.caraway.protocol.wire.FuzzedMessage;
import java.util.List;
import java.util.stream.Stream;

class DisplayServerFuzzTest {

    /** The first byte of an input chooses among these, for the numbers themselves need two. */
    private static final List<Integer> NUMBERS = Stream.<Opcode<?>[]>of(
                    DisplayServerOpcode.values(), DrawOpcode.values(), StreamOpcode.values())
            .flatMap(Stream::of)
            .map(Opcode::number)
            .toList();

    @FuzzTest
    void anyBytesAreAMessageOrRefused(byte[] input) {
        FuzzedMessage.verify(
                input, (choice, body) -> DisplayServerOpcode.decode(NUMBERS.get(choice % NUMBERS.size()), body));
    }
}
