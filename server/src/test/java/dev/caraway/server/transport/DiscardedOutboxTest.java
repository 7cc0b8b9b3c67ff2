package dev.caraway.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.base.Ping;
import dev.caraway.protocol.wire.Bytes;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class DiscardedOutboxTest {

    private static final int DATA_BYTES = 100_000;
    private static final int PING_BYTES = 6 + 12 + DATA_BYTES;

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final DiscardedOutbox outbox = new DiscardedOutbox(tasks::add);

    @Test
    void whatIsSentIsCountedAsOnASocketAndLeavesAtTheEndOfTheTurn() {
        long before = EventLoops.directBytes();
        for (int i = 1; i <= 100; i++) {
            outbox.send(new Ping(i, 0, Bytes.wrap(new byte[DATA_BYTES])));
            assertThat(outbox.pendingBytes()).isEqualTo(PING_BYTES);
            tasks.remove().run();
            assertThat(outbox.pendingBytes()).isZero();
            assertThat(outbox.isWritable()).isTrue();
            assertThat(outbox.lastSerial()).isEqualTo(i);
        }
        assertThat(tasks).isEmpty();
        assertThat(outbox.sentBytes()).isEqualTo(100L * PING_BYTES);
        assertThat(EventLoops.directBytes()).isEqualTo(before);
    }
}
