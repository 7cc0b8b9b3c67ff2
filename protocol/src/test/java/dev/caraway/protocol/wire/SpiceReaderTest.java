package dev.caraway.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SpiceReaderTest {

    private static SpiceReader reading(String hex) {
        return new SpiceReader("TEST", Hex.bytes(hex));
    }

    private static void assertRefused(ThrowingCallable read, String text) {
        assertThatThrownBy(read).isInstanceOf(WireException.class).hasMessage(text);
    }

    @Test
    void numbersAreLittleEndian() {
        SpiceReader in = reading("""
                ff                       # u8
                fe ff                    # u16
                fe ff                    # i16
                fd ff ff ff              # u32
                fd ff ff ff              # i32
                08 07 06 05 04 03 02 01  # i64
                01                       # bool8
                00 00 00 00              # bool32
                """);
        assertThat(in.u8("a")).isEqualTo(255);
        assertThat(in.u16("b")).isEqualTo(65534);
        assertThat(in.i16("c")).isEqualTo(-2);
        assertThat(in.u32("d")).isEqualTo(4294967293L);
        assertThat(in.i32("e")).isEqualTo(-3);
        assertThat(in.i64("f")).isEqualTo(0x0102030405060708L);
        assertThat(in.bool8("g")).isTrue();
        assertThat(in.bool32("h")).isFalse();
        in.end();
    }

    @Test
    void truncatedFieldExplainsItself() {
        SpiceReader in = reading("01 02 03");
        assertRefused(() -> in.u32("generation"), "TEST.generation: expected 4 bytes, got 3");
    }

    @Test
    void offsetOfTheBodyInItsArrayDoesNotMatter() {
        Bytes body = Hex.bytes("aa 05 00 00 00 07 bb").slice(1, 5);
        SpiceReader in = new SpiceReader("TEST", body);
        assertThat(in.u32("a")).isEqualTo(5);
        assertThat(in.u8("b")).isEqualTo(7);
        assertRefused(() -> in.u8("c"), "TEST.c: expected 1 bytes, got 0");
    }

    @Test
    void pointerCountsFromTheBodysStart() {
        Bytes body = Hex.bytes("aa 05 00 00 00 07 bb").slice(1, 5);
        SpiceReader in = new SpiceReader("TEST", body);
        assertRefused(() -> in.requiredPointer("a", at -> at.u8("pointee")), "TEST.pointee: expected 1 bytes, got 0");
        SpiceReader again = new SpiceReader("TEST", Hex.bytes("04 00 00 00 07"));
        assertThat(again.<Integer>requiredPointer("a", at -> at.u8("pointee"))).isEqualTo(7);
        again.end();
    }

    @Test
    void pointerPastTheBodyIsRefused() {
        assertRefused(
                () -> reading("06 00 00 00 07").pointer("a", at -> at.u8("x")),
                "TEST.a: expected an offset up to 5, got 6");
        assertRefused(
                () -> reading("ff ff ff ff 07").pointer("a", at -> at.u8("x")),
                "TEST.a: expected an offset up to 5, got 4294967295");
    }

    @Test
    void missingPointeeIsRefusedOnlyWhereOneIsRequired() {
        Integer none = reading("00 00 00 00").pointer("a", at -> at.u8("x"));
        assertThat(none).isNull();
        assertRefused(
                () -> reading("00 00 00 00").requiredPointer("a", at -> at.u8("x")),
                "TEST.a: expected an offset, got 0");
    }

    @Test
    void trailingBytesAreThoseThatNothingHasRead() {
        SpiceReader in = reading("05 00 00 00 aa 07 bb");
        int pointee = in.requiredPointer("a", at -> at.u8("x"));
        assertThat(pointee).isEqualTo(7);
        assertRefused(in::end, "TEST: expected 6 bytes, got 7");
    }

    @Test
    void countIsRefusedBeforeItsElementsAreRead() {
        SpiceReader in = reading("01 02 03 04 05 06 07");
        assertThat(in.counted("n", 1, 7)).isEqualTo(1);
        assertRefused(() -> in.counted("n", 2, 4), "TEST.n: expected 8 bytes, got 7");
        assertRefused(() -> in.counted("n", Integer.MAX_VALUE, 4), "TEST.n: expected 8589934588 bytes, got 7");
    }

    @Test
    void valuesOverALimitAreRefused() {
        assertThat(reading("05 00 00 00").u32AtMost("n", 5)).isEqualTo(5);
        assertRefused(() -> reading("06 00 00 00").u32AtMost("n", 5), "TEST.n: expected at most 5, got 6");
        assertRefused(() -> reading("ff ff ff ff").u32AtMost("n", 5), "TEST.n: expected at most 5, got 4294967295");
        assertRefused(() -> reading("02").bool8("b"), "TEST.b: expected 0 or 1, got 2");
        assertRefused(() -> reading("00 01 00 00").bool32("b"), "TEST.b: expected at most 1, got 256");
        assertRefused(() -> reading("01 02 03").rest("r", 2), "TEST.r: expected at most 2 bytes, got 3");
    }

    @Test
    void negativeLengthIsRefused() {
        assertThatThrownBy(() -> reading("01").bytes("b", -1)).isInstanceOf(WireException.class);
    }

    @Test
    void inboundPayloadIsACopy() {
        byte[] received = {1, 2, 3};
        Bytes payload = new SpiceReader("TEST", Bytes.wrap(received)).rest("r", 3);
        received[0] = 9;
        assertThat(payload.at(0)).isEqualTo((byte) 1);
    }
}
