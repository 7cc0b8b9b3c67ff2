package dev.caraway.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpiceWriterTest {

    @Test
    void pointeesFollowInTheOrderOfTheirPointers() {
        Encodable second = out -> out.u8(2);
        Encodable first = out -> out.u8(1).pointer(second);
        Bytes body = SpiceWriter.encode(out -> out.pointer(first).pointer(null).u8(9));

        SpiceReader in = new SpiceReader("TEST", body);
        int followed = in.requiredPointer(
                "first", at -> at.u8("one") * 10 + at.requiredPointer("second", deeper -> deeper.u8("two")));
        assertThat(followed).isEqualTo(12);
        Integer none = in.pointer("none", at -> at.u8("x"));
        assertThat(none).isNull();
        assertThat(in.u8("nine")).isEqualTo(9);
        in.end();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 7})
    void fieldsSurviveTheEndOfABuffer(int before) {
        SpiceWriter out = new SpiceWriter();
        out.bytes(Bytes.wrap(new byte[before]));
        for (int i = 0; i < 500; i++) {
            out.u8(i & 0xff).u16(i).i16(-i).u32(i).i32(-i).i64(-i);
            out.bytes(Bytes.wrap(new byte[] {(byte) i, 1, 2}));
            out.pointer(null);
        }
        SpiceReader in = new SpiceReader("TEST", SpiceWriter.join(out.finish()));
        in.bytes("before", before);
        for (int i = 0; i < 500; i++) {
            assertThat(in.u8("u8")).isEqualTo(i & 0xff);
            assertThat(in.u16("u16")).isEqualTo(i);
            assertThat(in.i16("i16")).isEqualTo(-i);
            assertThat(in.u32("u32")).isEqualTo(i);
            assertThat(in.i32("i32")).isEqualTo(-i);
            assertThat(in.i64("i64")).isEqualTo(-i);
            assertThat(in.bytes("bytes", 3)).isEqualTo(Bytes.wrap(new byte[] {(byte) i, 1, 2}));
            assertThat(in.u32("pointer")).isZero();
        }
        in.end();
    }

    @Test
    void bigPayloadIsNotCopied() {
        Bytes payload = Bytes.wrap(new byte[100_000]);
        SpiceWriter out = new SpiceWriter();
        out.u32(1).bytes(payload).u32(2);
        assertThat(out.size()).isEqualTo(100_008);
        assertThat(out.finish().get(1)).isSameAs(payload);
    }

    /** A field that does not fit the rest of a part once went into the part before it. */
    @Test
    void fieldsKeepTheirPlaceWhenPartsFillUp() {
        for (int lead = 100; lead < 160; lead++) {
            int bytesBefore = lead;
            Bytes body = SpiceWriter.encode(out -> {
                out.bytes(Bytes.wrap(new byte[bytesBefore]));
                out.pointer(pointee -> pointee.u8(7));
                out.u8(1).u16(2).i16(-3).u32(4).i32(-5).i64(-6).bytes(Bytes.wrap(new byte[40]));
            });

            SpiceReader in = new SpiceReader("TEST", body);
            in.bytes("lead", bytesBefore);
            int seven = in.requiredPointer("pointer", at -> at.u8("seven"));
            assertThat(seven).isEqualTo(7);
            assertThat(in.u8("one")).isEqualTo(1);
            assertThat(in.u16("two")).isEqualTo(2);
            assertThat(in.i16("three")).isEqualTo(-3);
            assertThat(in.u32("four")).isEqualTo(4);
            assertThat(in.i32("five")).isEqualTo(-5);
            assertThat(in.i64("six")).isEqualTo(-6);
            assertThat(in.bytes("zeros", 40)).isEqualTo(Bytes.wrap(new byte[40]));
            in.end();
        }
    }
}
