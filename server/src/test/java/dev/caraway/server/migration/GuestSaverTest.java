package dev.caraway.server.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.guest.GuestState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class GuestSaverTest {

    private static final int CHUNK_BYTES = 1 << 16;

    private final PumpedLoop loop = new PumpedLoop();
    private final List<String> events = new ArrayList<>();
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final BlockingQueue<String> guestSays = new LinkedBlockingQueue<>();
    private boolean isWritable = true;
    private @Nullable GuestSaver last;

    @AfterEach
    void end() {
        if (last != null) {
            last.cancel();
        }
    }

    @Test
    void roundsAreCutIntoChunksOfWhichTheLastIsMarked() throws Exception {
        byte[] memory = counted(2 * CHUNK_BYTES + 5);
        GuestSaver saver = start(MadeUpState.saving((round, out) -> {
            out.write(memory, 0, 3);
            out.write(memory[3]);
            out.write(memory, 4, memory.length - 4);
            return true;
        }));
        saver.saveRound(0, outcome -> events.add("again " + outcome.again()));
        loop.runUntil(() -> events.contains("again true"));

        assertThat(events).containsExactly("0 65536", "0 65536", "0 5 last", "again true");
        assertThat(taken.toByteArray()).isEqualTo(memory);
    }

    @Test
    void roundWithNothingInItIsNoneAndAnotherWouldNotPay() throws Exception {
        GuestSaver saver = start(MadeUpState.saving((round, out) -> true));
        saver.saveRound(0, outcome -> events.add(outcome.toString()));
        loop.runUntil(() -> !events.isEmpty());

        assertThat(events).containsExactly("Outcome[isRound=false, again=false]");
    }

    @Test
    void restWithNothingInItIsOneEmptyChunk() throws Exception {
        GuestSaver saver = start(MadeUpState.saving((round, out) -> false));
        saver.saveRest(0, () -> events.add("saved"));
        loop.runUntil(() -> events.contains("saved"));

        assertThat(events).containsExactly("0 0 last", "saved");
    }

    @Test
    void restFollowsTheRounds() throws Exception {
        GuestSaver saver = start(MadeUpState.saving((round, out) -> {
            out.write(round);
            return round == 0;
        }));
        saver.saveRound(0, outcome -> events.add("again " + outcome.again()));
        loop.runUntil(() -> events.contains("again true"));
        saver.saveRound(1, outcome -> events.add("again " + outcome.again()));
        loop.runUntil(() -> events.contains("again false"));
        saver.saveRest(2, () -> events.add("saved"));
        loop.runUntil(() -> events.contains("saved"));

        assertThat(events).containsExactly("0 1 last", "again true", "1 1 last", "again false", "2 1 last", "saved");
        assertThat(taken.toByteArray()).containsExactly(0, 1, MadeUpState.REST);
    }

    @Test
    void guestWaitsForASlowStreamWithOneChunkInHand() throws Exception {
        GuestSaver saver = start(MadeUpState.saving((round, out) -> {
            for (int chunk = 0; chunk < 4; chunk++) {
                guestSays.add("writes " + chunk);
                out.write(new byte[CHUNK_BYTES]);
            }
            return false;
        }));
        isWritable = false;
        saver.saveRound(0, outcome -> events.add("done"));
        loop.runOne();

        // The second write found the first chunk full; what it has handed over nobody has taken.
        assertThat(guestSays).containsExactly("writes 0", "writes 1");
        assertThat(events).isEmpty();
        saver.proceed();
        assertThat(events).isEmpty();
        isWritable = true;
        saver.proceed();
        loop.runUntil(() -> events.contains("done"));
        assertThat(events).containsExactly("0 65536", "0 65536", "0 65536", "0 65536 last", "done");
    }

    @Test
    void failureIsToldInOneLine() throws Exception {
        GuestSaver saver = start(MadeUpState.saving((round, out) -> {
            throw new IOException("disk: expected sector 7\nto be readable");
        }));
        saver.saveRound(0, outcome -> events.add("done"));
        loop.runUntil(() -> !events.isEmpty());

        assertThat(events).containsExactly("failed guest: disk: expected sector 7 to be readable");
    }

    @Test
    void mistakeOfAGuestIsAFailure() throws Exception {
        GuestSaver saver = start(MadeUpState.saving((round, out) -> {
            throw new IllegalStateException();
        }));
        saver.saveRest(0, () -> events.add("done"));
        loop.runUntil(() -> !events.isEmpty());

        assertThat(events).containsExactly("failed guest: java.lang.IllegalStateException");
    }

    @Test
    void writeOfAGuestFailsWhenTheMoveIsCancelled() throws Exception {
        GuestSaver saver = start(MadeUpState.saving((round, out) -> {
            try {
                while (true) {
                    out.write(new byte[CHUNK_BYTES]);
                }
            } catch (IOException e) {
                guestSays.add(String.valueOf(e.getMessage()));
                throw e;
            }
        }));
        isWritable = false;
        saver.saveRound(0, outcome -> events.add("done"));
        loop.runOne();
        saver.cancel();

        assertThat(guestSays.poll(10, TimeUnit.SECONDS)).isEqualTo("the move is over");
        loop.runTasks();
        assertThat(events).isEmpty();
    }

    @Test
    void guestThatComputesIsInterruptedWhenTheMoveIsCancelled() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        GuestSaver saver = start(MadeUpState.saving((round, out) -> {
            guestSays.add("computes");
            try {
                never.await();
            } catch (InterruptedException e) {
                guestSays.add("interrupted");
                // Whoever goes on all the same finds that nobody takes it.
                out.write(new byte[2 * CHUNK_BYTES]);
            }
            return true;
        }));
        saver.saveRound(0, outcome -> events.add("done"));
        assertThat(guestSays.poll(10, TimeUnit.SECONDS)).isEqualTo("computes");
        saver.cancel();

        assertThat(guestSays.poll(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
        loop.runOne();
        loop.runTasks();
        assertThat(events).isEmpty();
    }

    private GuestSaver start(GuestState state) {
        GuestSaver started = new GuestSaver(
                loop,
                state,
                () -> isWritable,
                (round, chunk, isLast) -> {
                    assertThat(loop.inLoop()).isTrue();
                    events.add(round + " " + chunk.length() + (isLast ? " last" : ""));
                    keep(chunk);
                },
                reason -> events.add("failed " + reason));
        last = started;
        return started;
    }

    private void keep(Bytes chunk) {
        taken.write(chunk.array(), chunk.offset(), chunk.length());
    }

    private static byte[] counted(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ((i * 7) >> 3);
        }
        return bytes;
    }
}
