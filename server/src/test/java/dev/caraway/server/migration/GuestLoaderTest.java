package dev.caraway.server.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.guest.GuestState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
final class GuestLoaderTest {

    private final PumpedLoop loop = new PumpedLoop();
    private final List<String> events = new ArrayList<>();
    private final BlockingQueue<String> guestSays = new LinkedBlockingQueue<>();
    private @Nullable GuestLoader current;

    @AfterEach
    void end() {
        if (current != null) {
            current.cancel();
        }
    }

    @Test
    void roundsAreReadOneAfterAnotherAndTheLastIsTheStateOfAGuestThatStandsStill() throws Exception {
        GuestLoader loader = start(
                MadeUpState.loading((round, in) -> guestSays.add(round + " " + Arrays.toString(in.readAllBytes()))));
        loader.offer(0, bytes(1, 2), false);
        loader.offer(0, bytes(3), true);
        loader.offer(1, bytes(4), true);
        loader.guestStopped();
        loader.offer(2, Bytes.EMPTY, false);
        loader.offer(2, bytes(5), true);
        loop.runUntil(() -> events.contains("loaded"));

        assertThat(guestSays).containsExactly("0 [1, 2, 3]", "1 [4]", "-1 [5]");
        assertThat(events).containsExactly("loaded");
    }

    @Test
    void roundThatBeganBeforeTheStopIsNotTheLast() throws Exception {
        GuestLoader loader =
                start(MadeUpState.loading((round, in) -> guestSays.add(round + " " + in.readAllBytes().length)));
        loader.offer(0, bytes(1), false);
        loader.guestStopped();
        loader.offer(0, bytes(2), true);
        loader.offer(1, bytes(3), true);
        loop.runUntil(() -> events.contains("loaded"));

        assertThat(guestSays).containsExactly("0 2", "-1 1");
    }

    @Test
    void readPastTheEndOfARoundFindsTheEnd() throws Exception {
        GuestLoader loader = start(MadeUpState.loading((round, in) -> {
            guestSays.add(in.read() + " " + in.read() + " " + in.read(new byte[8]) + " " + in.read(new byte[0]));
        }));
        loader.guestStopped();
        loader.offer(0, bytes(0xfe), true);
        loop.runUntil(() -> events.contains("loaded"));

        assertThat(guestSays).containsExactly("254 -1 -1 0");
    }

    @Test
    void stateThatIsNotReadToItsEndIsRefused() throws Exception {
        GuestLoader loader = start(MadeUpState.loading((round, in) -> in.read()));
        loader.guestStopped();
        loader.offer(0, bytes(1, 2), true);
        loop.runUntil(() -> !events.isEmpty());

        assertThat(events).containsExactly("failed guest: expected all of its state to be read");
    }

    @Test
    void stateThatEndsEarlyIsTheGuestsToRefuse() throws Exception {
        GuestLoader loader = start(MadeUpState.loading((round, in) -> {
            if (in.readNBytes(100).length < 100) {
                throw new IOException("disk: expected 100 bytes");
            }
        }));
        loader.offer(0, bytes(1, 2), true);
        loop.runUntil(() -> !events.isEmpty());

        assertThat(events).containsExactly("failed guest: disk: expected 100 bytes");
    }

    @Test
    void mistakeOfAGuestIsAFailure() throws Exception {
        GuestLoader loader = start(MadeUpState.loading((round, in) -> {
            throw new OutOfMemoryError("as much as the state has named");
        }));
        loader.offer(0, bytes(1), true);
        loop.runUntil(() -> !events.isEmpty());

        assertThat(events).containsExactly("failed guest: as much as the state has named");
    }

    @Test
    void slowGuestTellsWhenThereIsNoRoomAndWhenThereIsAgain() throws Exception {
        CountDownLatch mayRead = new CountDownLatch(1);
        GuestLoader loader = start(MadeUpState.loading((round, in) -> {
            mayRead.await();
            guestSays.add("read " + in.readAllBytes().length);
        }));
        loader.guestStopped();
        int offered = 0;
        while (!events.contains("full")) {
            loader.offer(0, Bytes.wrap(new byte[1 << 16]), false);
            offered += 1 << 16;
        }
        loop.runTasks();
        assertThat(events).containsExactly("full");
        assertThat(offered).isBetween(4 << 20, (4 << 20) + (1 << 16));
        mayRead.countDown();
        loop.runUntil(() -> events.contains("room"));
        loader.offer(0, bytes(1), true);
        loop.runUntil(() -> events.contains("loaded"));

        assertThat(events).containsExactly("full", "room", "loaded");
        assertThat(guestSays).containsExactly("read " + (offered + 1));
    }

    @Test
    void roundLargerThanTheMemoryIsReadPieceByPiece() throws Exception {
        // The same bytes again and again: none of them is kept.
        Bytes chunk = Bytes.wrap(new byte[1 << 20]);
        int chunks = 4096;
        GuestLoader loader = start(MadeUpState.loading((round, in) -> {
            byte[] buffer = new byte[1 << 20];
            long read = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                read += count;
            }
            guestSays.add("read " + read);
        }));
        loader.guestStopped();
        for (int i = 0; i < chunks; i++) {
            loader.offer(0, chunk, i == chunks - 1);
            loop.runTasks();
            loop.runUntil(() -> !"full".equals(last()));
        }
        loop.runUntil(() -> events.contains("loaded"));

        assertThat(guestSays).containsExactly("read " + ((long) chunks << 20));
    }

    @Test
    void readOfAGuestFailsWhenTheMoveIsCancelled() throws Exception {
        GuestLoader loader = start(MadeUpState.loading((round, in) -> {
            try {
                in.readAllBytes();
            } catch (IOException e) {
                guestSays.add(String.valueOf(e.getMessage()));
                throw e;
            }
        }));
        loader.offer(0, bytes(1), false);
        loop.runOne();
        loader.cancel();

        assertThat(guestSays.poll(10, TimeUnit.SECONDS)).isEqualTo("the move is over");
        loop.runTasks();
        assertThat(events).isEmpty();
    }

    @Test
    void whatArrivesAfterTheEndIsDropped() throws Exception {
        GuestLoader loader =
                start(MadeUpState.loading((round, in) -> guestSays.add("read " + in.readAllBytes().length)));
        loader.cancel();
        loader.offer(0, bytes(1), true);
        loop.runTasks();

        assertThat(guestSays).isEmpty();
        assertThat(events).isEmpty();
    }

    private String last() {
        return events.isEmpty() ? "" : events.get(events.size() - 1);
    }

    private GuestLoader start(GuestState state) {
        GuestLoader started = new GuestLoader(
                loop,
                state,
                () -> events.add("loaded"),
                reason -> events.add("failed " + reason),
                hasRoom -> events.add(hasRoom ? "room" : "full"));
        current = started;
        return started;
    }

    private static Bytes bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Bytes.wrap(bytes);
    }
}
