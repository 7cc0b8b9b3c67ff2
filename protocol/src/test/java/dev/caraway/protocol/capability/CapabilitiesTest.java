package dev.caraway.protocol.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.WireException;
import org.junit.jupiter.api.Test;

class CapabilitiesTest {

    @Test
    void setHasWhatItWasMadeOf() {
        Capabilities set = Capabilities.of(DisplayCapability.SIZED_STREAM, DisplayCapability.CODEC_H265);
        assertThat(set.words()).containsExactly(0x4001);
        assertThat(set.has(DisplayCapability.CODEC_H265)).isTrue();
        assertThat(set.has(DisplayCapability.CODEC_VP9)).isFalse();
        assertThat(Capabilities.NONE.has(DisplayCapability.SIZED_STREAM)).isFalse();
    }

    @Test
    void bitsBeyondTheFirstWordAreFound() {
        Capability far = () -> 33;
        assertThat(Capabilities.of(far).words()).containsExactly(0, 2);
        assertThat(Capabilities.ofWords(0, 2).has(far)).isTrue();
        assertThat(Capabilities.ofWords(2).has(far)).isFalse();
    }

    @Test
    void unknownBitsAreKept() {
        Capabilities set = Capabilities.ofWords(-1, 0, 5);
        Bytes body = SpiceWriter.encode(set::encode);
        assertThat(Capabilities.decode(new SpiceReader("TEST", body), "caps", 3))
                .isEqualTo(set);
    }

    @Test
    void moreWordsThanALinkMessageHoldsAreRefused() {
        Bytes body = Bytes.wrap(new byte[4 * (Limits.CAPABILITY_WORDS + 1)]);
        assertThatThrownBy(
                        () -> Capabilities.decode(new SpiceReader("TEST", body), "caps", Limits.CAPABILITY_WORDS + 1))
                .isInstanceOf(WireException.class);
        assertThat(Capabilities.decode(new SpiceReader("TEST", body), "caps", Limits.CAPABILITY_WORDS)
                        .wordCount())
                .isEqualTo(Limits.CAPABILITY_WORDS);
    }

    @Test
    void setDoesNotChangeWithItsWords() {
        int[] words = {1};
        Capabilities set = Capabilities.ofWords(words);
        words[0] = 2;
        set.words()[0] = 4;
        assertThat(set.words()).containsExactly(1);
        assertThat(set).hasToString("Capabilities[0x1]");
    }

    @Test
    void numbersAreThoseOfTheProtocol() {
        assertThat(CommonCapability.MINI_HEADER.bit()).isEqualTo(3);
        assertThat(MainCapability.SEAMLESS_MIGRATE.bit()).isEqualTo(3);
        assertThat(DisplayCapability.MULTI_CODEC.bit()).isEqualTo(8);
        assertThat(DisplayCapability.PREF_VIDEO_CODEC_TYPE.bit()).isEqualTo(12);
        assertThat(PlaybackCapability.OPUS.bit()).isEqualTo(3);
        assertThat(RecordCapability.OPUS.bit()).isEqualTo(2);
    }
}
