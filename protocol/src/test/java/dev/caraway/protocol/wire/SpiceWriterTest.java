package dev.caraway.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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

    @Test
    void bigPayloadIsNotCopied() {
        Bytes payload = Bytes.wrap(new byte[100_000]);
        SpiceWriter out = new SpiceWriter();
        out.u32(1).bytes(payload).u32(2);
        assertThat(out.size()).isEqualTo(100_008);
        assertThat(out.finish().get(1)).isSameAs(payload);
    }
}
