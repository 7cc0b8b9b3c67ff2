package dev.caraway.server.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.WireException;
import org.junit.jupiter.api.Test;

class MultiMediaClockTest {

    private final VirtualLoop here = new VirtualLoop();
    private final VirtualLoop there = new VirtualLoop();

    @Test
    void clockOfAnotherHostGoesOn() {
        here.advanceMillis(123_456);
        there.advanceMillis(99);
        MultiMediaClock source = new MultiMediaClock(here);
        MultiMediaClock target = new MultiMediaClock(there);
        target.restore(state(SpiceWriter.encode(source::save)));
        assertThat(target.millis()).isEqualTo(123_456);
        there.advanceMillis(44);
        assertThat(target.millis()).isEqualTo(123_500);
        assertThat(target.clientMillis()).isEqualTo(123_100);
    }

    @Test
    void timeThatNoClockShowsIsRefused() {
        MultiMediaClock clock = new MultiMediaClock(here);
        for (long never : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, (1L << 60) + 1}) {
            SpiceReader state = state(SpiceWriter.encode(out -> out.i64(never)));
            assertThatThrownBy(() -> clock.restore(state)).isInstanceOf(WireException.class);
        }
        assertThat(clock.millis()).isZero();
    }

    private static SpiceReader state(Bytes bytes) {
        return new SpiceReader("state", bytes);
    }
}
