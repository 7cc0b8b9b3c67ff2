package dev.caraway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.server.event.ServerEvent;
import dev.caraway.server.rehearsal.MoveRehearsal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.MDC;

@Timeout(60)
class RehearsedMoveTest {

    private static final long PATIENCE_MILLIS = 30_000;

    @Test
    void guestAndClientMoveForNobody() throws InterruptedException {
        Set<Thread> others = Set.copyOf(Thread.getAllStackTraces().keySet());
        MoveRehearsal rehearsal = MoveRehearsal.begin(RehearsedHost::new, 0);
        assertThat(rehearsal.awaitEnd(PATIENCE_MILLIS)).isTrue();
        assertThat(rehearsal.moves()).isPositive();
        assertNoThreadBut(others, "caraway-save", "caraway-load");
    }

    @Test
    void whatIsSaidCanBeToldFromWhatIsReal() throws InterruptedException {
        List<String> contexts = new CopyOnWriteArrayList<>();
        MoveRehearsal rehearsal = MoveRehearsal.begin(
                (loop, streams, guest, awaitsGuest) -> {
                    contexts.add(String.valueOf(MDC.get(MoveRehearsal.LOG_KEY)));
                    return new RehearsedHost(loop, streams, guest, awaitsGuest);
                },
                0);
        assertThat(rehearsal.awaitEnd(PATIENCE_MILLIS)).isTrue();
        assertThat(contexts).isNotEmpty().containsOnly("on");
    }

    @Test
    void rehearsalThatIsEndedMovesNobodyMore() throws InterruptedException {
        MoveRehearsal rehearsal = MoveRehearsal.begin(RehearsedHost::new, 10_000);
        rehearsal.end();
        assertThat(rehearsal.awaitEnd(5_000)).isTrue();
        assertThat(rehearsal.moves()).isZero();
    }

    @Test
    void serverThatRehearsesSaysNothingOfIt() throws Exception {
        List<ServerEvent> events = new CopyOnWriteArrayList<>();
        try (SpiceServer server = SpiceServer.builder()
                .guest(new MovedGuest(1))
                .listen("127.0.0.1", 0)
                .disableTicketing()
                .awaitGuest()
                .rehearseMoves()
                .start()) {
            server.subscribe(events::add);
            for (Thread thread : threadsOf("caraway-move-rehearsal")) {
                thread.join(PATIENCE_MILLIS);
                assertThat(thread.isAlive()).isFalse();
            }
            assertThat(server.stats().toCompletableFuture().join().clients()).isEmpty();
            assertThat(server.endpoints()).hasSize(1);
            assertThat(events).isEmpty();
        }
    }

    private static void assertNoThreadBut(Set<Thread> others, String... names) throws InterruptedException {
        for (String name : names) {
            for (Thread thread : threadsOf(name)) {
                if (!others.contains(thread)) {
                    thread.join(PATIENCE_MILLIS);
                    assertThat(thread.isAlive()).as(name).isFalse();
                }
            }
        }
    }

    private static List<Thread> threadsOf(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }
}
