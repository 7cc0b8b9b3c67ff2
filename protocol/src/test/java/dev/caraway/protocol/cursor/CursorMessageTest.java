package dev.caraway.protocol.cursor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.geometry.Point16;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.Golden;
import dev.caraway.protocol.wire.Hex;
import dev.caraway.protocol.wire.WireException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorMessageTest {

    private static final CursorHeader HEADER = new CursorHeader(0x11, CursorType.MONO, 8, 1, 3, 0);

    static Stream<Golden<CursorServerMessage>> fromServer() {
        return Stream.of(
                Golden.openEnded(new CursorInit(new Point16(-1, 258), 4, 5, false, Cursor.NONE), 0, """
                        ff ff  # position.x
                        02 01  # position.y
                        04 00  # trail_length
                        05 00  # trail_frequency
                        00     # visible
                        01 00  # flags
                        """),
                Golden.of(new CursorReset(), ""),
                Golden.openEnded(
                        new CursorSet(Point16.ORIGIN, true, Cursor.cached(HEADER, Hex.bytes("aa bb"))), 2, """
                        00 00                    # position.x
                        00 00                    # position.y
                        01                       # visible
                        02 00                    # flags
                        11 00 00 00 00 00 00 00  # unique
                        01                       # type
                        08 00                    # width
                        01 00                    # height
                        03 00                    # hot_spot_x
                        00 00                    # hot_spot_y
                        aa bb                    # data
                        """),
                Golden.of(new CursorMove(new Point16(1, 2)), """
                        01 00  # position.x
                        02 00  # position.y
                        """),
                Golden.of(new CursorHide(), ""),
                Golden.of(new CursorTrail(3, 4), """
                        03 00  # length
                        04 00  # frequency
                        """),
                Golden.of(new CursorInvalOne(0x11), "11 00 00 00 00 00 00 00  # id"),
                Golden.of(new CursorInvalAll(), ""));
    }

    @ParameterizedTest
    @MethodSource("fromServer")
    void serverSaysIt(Golden<CursorServerMessage> golden) {
        golden.verify(body -> CursorServerOpcode.decode(golden.message().opcode(), body));
    }

    @Test
    void everyMessageIsVerified() {
        assertThat(fromServer().map(golden -> golden.message().opcode()))
                .containsExactly(101, 102, 103, 104, 105, 106, 107, 108);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 00 00 00 02 01 00", // visible is neither 0 nor 1
                "00 00 00 00 01 08 00", // an unknown flag
                "00 00 00 00 01 00 00 11 00 00 00 00 00 00 00 07 08 00 01 00 03 00 00 00" // an unknown type
            })
    void brokenCursorIsRefused(String hex) {
        assertThatThrownBy(() -> CursorServerOpcode.decode(103, Hex.bytes(hex))).isInstanceOf(WireException.class);
    }

    @Test
    void cursorFromTheCacheHasNoPixels() {
        assertThat(Cursor.fromCache(HEADER).data()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void shapeAndItsLackExcludeEachOther() {
        assertThatThrownBy(() -> new Cursor(Cursor.NO_SHAPE, HEADER, Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Cursor(0, null, Bytes.EMPTY)).isInstanceOf(IllegalArgumentException.class);
    }
}
