package dev.caraway.server.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.base.Ping;
import dev.caraway.protocol.base.Pong;
import dev.caraway.protocol.header.MiniHeader;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkMeterTest {

    private static final int MESSAGE_BYTES = 4000;

    private final VirtualLoop loop = new VirtualLoop();
    private final RecordingOutbox outbox = new RecordingOutbox();
    private final LinkMeter meter = new LinkMeter(loop, outbox);

    @ParameterizedTest
    @CsvSource({"2, 40", "10, 40", "10, 200", "100, 10", "100, 80"})
    void saturatedLinkIsMeasuredAndItsQueueStaysShort(int megabitsPerSecond, int roundTripMillis) {
        SimulatedLink link = new SimulatedLink(megabitsPerSecond, roundTripMillis);
        long worstQueueMillis = 0;
        for (int millis = 0; millis < 4000; millis++) {
            link.send();
            loop.advanceMillis(1);
            if (millis > 2000) {
                worstQueueMillis = Math.max(worstQueueMillis, link.queueMillis());
            }
        }
        double carried = megabitsPerSecond * 1e6 / 8;

        assertThat(meter.wasSaturated()).isTrue();
        assertThat((double) meter.bytesPerSecond().orElseThrow()).isBetween(0.85 * carried, 1.15 * carried);
        assertThat(meter.roundTripNanos().orElseThrow() / 1_000_000).isGreaterThanOrEqualTo(roundTripMillis);
        long leastMillis = (long) (1000 * LinkMeter.LEAST_BYTES / carried);
        assertThat(worstQueueMillis).isLessThan(Math.max(leastMillis, 80));
        // It is kept busy: what a second sender could add is little.
        assertThat((double) link.deliveredBytes).isGreaterThan(0.85 * 4 * carried);
    }

    @ParameterizedTest
    @CsvSource({"2, 40", "10, 40", "10, 200"})
    void whatNobodyWaitsForKeepsTheLinkBusyAndItsQueueShort(int megabitsPerSecond, int roundTripMillis) {
        SimulatedLink link = new SimulatedLink(megabitsPerSecond, roundTripMillis);
        for (int millis = 0; millis < 3000; millis++) {
            link.send();
            loop.advanceMillis(1);
        }
        loop.advanceMillis(1000);
        long deliveredBefore = link.deliveredBytes;
        long worstQueueMillis = 0;
        for (int millis = 0; millis < 4000; millis++) {
            link.sendSpare();
            // What may be on its way leaves at once in the beginning, and is spread by the pongs soon.
            if (millis > 1000) {
                worstQueueMillis = Math.max(worstQueueMillis, link.queueMillis());
            }
            loop.advanceMillis(1);
        }
        double carried = megabitsPerSecond * 1e6 / 8;
        double messageMillis = 1000 * MESSAGE_BYTES / carried;

        assertThat((double) worstQueueMillis).isLessThan(30 + 2 * messageMillis);
        assertThat((double) link.deliveredBytes - deliveredBefore).isGreaterThan(0.8 * 4 * carried);
        assertThat((double) meter.bytesPerSecond().orElseThrow()).isGreaterThan(0.8 * carried);
    }

    @Test
    void probeAsksOnceForWhatWasSent() {
        outbox.send(new Ping(1, 0, Bytes.wrap(new byte[1000])));
        outbox.take();
        meter.probe();
        assertThat(outbox.take()).hasSize(1);
        meter.probe();
        assertThat(outbox.take()).isEmpty();
    }

    @Test
    void linkWithPausesIsKnownToCarryAtLeastWhatItCarried() {
        SimulatedLink link = new SimulatedLink(100, 20);
        for (int round = 0; round < 20; round++) {
            link.sendOne();
            loop.advanceMillis(100);
        }
        assertThat(meter.wasSaturated()).isFalse();
        assertThat(meter.bytesPerSecond().orElseThrow()).isBetween(1L, 12_500_000L);
        assertThat(meter.isOpen()).isTrue();
    }

    @Test
    void anotherHostsMeterBeginsWithWhatWasMeasured() {
        SimulatedLink link = new SimulatedLink(10, 40);
        for (int millis = 0; millis < 2000; millis++) {
            link.send();
            loop.advanceMillis(1);
        }
        RecordingOutbox otherOutbox = new RecordingOutbox();
        LinkMeter other = new LinkMeter(loop, otherOutbox);
        SavedState.move(meter::save, other::restore);
        assertThat(other.wasSaturated()).isTrue();
        assertThat(other.bytesPerSecond()).isEqualTo(meter.bytesPerSecond());
        assertThat(other.roundTripNanos()).isEqualTo(meter.roundTripNanos());

        Ping before = new Ping(1 << 30, 0, Bytes.EMPTY);
        otherOutbox.send(new Ping(1, 0, Bytes.wrap(new byte[(int) LinkMeter.PROBE_BYTES])));
        other.onSent();
        other.onPong(new Pong(before.id(), before.timestamp()));
        assertThat(other.roundTripNanos())
                .as("a pong to another host's ping says nothing here")
                .isEqualTo(meter.roundTripNanos());
        SavedState.assertRefusesWhatIsNone(
                meter::save, 1, in -> new LinkMeter(loop, new RecordingOutbox()).restore(in));
    }

    @Test
    void meterThatHasMeasuredNothingMovesAsOne() {
        LinkMeter other = new LinkMeter(loop, outbox);
        SavedState.move(meter::save, other::restore);
        assertThat(other.bytesPerSecond()).isEmpty();
        assertThat(other.roundTripNanos()).isEmpty();
    }

    @Test
    void whatOthersSentOnTheSameChannelIsAskedForToo() {
        outbox.send(new Ping(1, 0, Bytes.wrap(new byte[(int) LinkMeter.UNMEASURED_BYTES])));
        outbox.take();
        meter.onSent();
        assertThat(meter.isOpen()).isFalse();

        Ping asked = (Ping) outbox.take().get(0);
        meter.onPong(new Pong(asked.id(), asked.timestamp()));
        assertThat(meter.isOpen()).isTrue();
    }

    @Test
    void clientThatAnswersNothingGetsNoMoreThanWasForeseen() {
        while (meter.isOpen()) {
            sendMessage();
        }
        assertThat(outbox.sentBytes()).isLessThan(LinkMeter.UNMEASURED_BYTES + 2 * MESSAGE_BYTES);
    }

    @Test
    void pongThatAnswersNothingOfThisMeterChangesNothing() {
        while (meter.isOpen()) {
            sendMessage();
        }
        meter.onPong(new Pong(1, 0));
        meter.onPong(new Pong(-1, 0));

        assertThat(meter.isOpen()).isFalse();
        assertThat(meter.roundTripNanos()).isEmpty();
    }

    private void sendMessage() {
        outbox.send(new Ping(0, 0, Bytes.wrap(new byte[MESSAGE_BYTES])));
        meter.onSent();
    }

    /** A bottleneck of one rate with an endless queue before it, and a delay behind it. */
    private final class SimulatedLink {

        private final double bytesPerMilli;
        private final int roundTripMillis;
        private double busyUntilMillis;
        private long deliveredBytes;

        SimulatedLink(int megabitsPerSecond, int roundTripMillis) {
            this.bytesPerMilli = megabitsPerSecond * 1e6 / 8 / 1000;
            this.roundTripMillis = roundTripMillis;
        }

        void send() {
            while (meter.isOpen()) {
                sendOne();
            }
        }

        void sendOne() {
            sendMessage();
            List<ServerMessage> messages = outbox.take();
            for (ServerMessage message : messages) {
                carry(message);
            }
        }

        void sendSpare() {
            while (meter.hasSpareRoom()) {
                sendMessage();
                meter.probe();
                outbox.take().forEach(this::carry);
            }
        }

        long queueMillis() {
            return Math.round(Math.max(0, busyUntilMillis - now()));
        }

        private void carry(ServerMessage message) {
            int bytes = MiniHeader.BYTES + SpiceWriter.encode(message).length();
            busyUntilMillis = Math.max(busyUntilMillis, now()) + bytes / bytesPerMilli;
            long answered = Math.round(Math.ceil(busyUntilMillis - now())) + roundTripMillis;
            loop.schedule(answered, () -> {
                deliveredBytes += bytes;
                if (message instanceof Ping ping) {
                    meter.onPong(new Pong(ping.id(), ping.timestamp()));
                }
            });
        }

        private double now() {
            return loop.nanoTime() / 1e6;
        }
    }
}
