package dev.caraway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.caraway.protocol.display.InvalAllPixmaps;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.inputs.KeyDown;
import dev.caraway.protocol.inputs.KeyUp;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.MigrationStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/**
 * A move that is disturbed at every single step of it, with whole servers and a client that does what spice-gtk does: the
 * session goes on at the source with all it has, or at the target; or management hears that it is lost, and a login works at
 * once. A later move succeeds.
 */
class FailedMovesTest {

    private static final int A = 0x1e;
    private static final int B = 0x30;

    /** The least that a part of a move takes: announcement, copy, cut. */
    private static final int STEPS_OF_A_PART = 10;

    private final Map<String, Integer> ends = new TreeMap<>();

    @Test
    void cancelAtEachStepCostsNothing() {
        atEachStep((hosts, client) -> hosts.here().moves().cancel());

        assertThat(ends).containsOnlyKeys("moved", "stayed");
        assertThat(ends.get("stayed")).isGreaterThan(STEPS_OF_A_PART);
    }

    @Test
    void targetThatDiesAtEachStepCostsNothingBeforeMain() {
        atEachStep((hosts, client) -> hosts.kill(hosts.there()));

        assertThat(ends).containsKeys("stayed", "logged in anew").doesNotContainKey("moved");
        assertThat(ends.get("stayed")).isGreaterThan(STEPS_OF_A_PART);
    }

    @Test
    void targetWhoseHostFallsSilentAtEachStepCostsNothingBeforeMain() {
        atEachStep((hosts, client) -> {
            hosts.there().vanish();
            hosts.network().silence();
            client.lose(hosts.there());
        });

        assertThat(ends).containsKeys("stayed", "logged in anew").doesNotContainKey("moved");
        assertThat(ends.get("stayed")).isGreaterThan(STEPS_OF_A_PART);
    }

    @Test
    void streamThatBreaksBeforeTheGuestHasGoneCostsNothing() {
        int steps = 0;
        while (disturb(steps, (hosts, client) -> {
            if (!hosts.there().guest().isRunning()) {
                hosts.network().cutStreams();
            }
        })) {
            steps++;
        }

        assertThat(ends).containsKeys("stayed", "moved").doesNotContainKey("lost");
        assertThat(ends.get("stayed")).isGreaterThan(STEPS_OF_A_PART);
    }

    @Test
    void clientThatDiesAtEachStepHoldsUpNobodyAndHoldsNoKey() {
        int steps = 0;
        boolean isOver = false;
        while (!isOver) {
            TwoHosts hosts = new TwoHosts();
            FollowingClient client = hosts.client();
            isOver = !begin(hosts, client, steps);
            client.kill();
            hosts.until("the end", () -> hosts.here().completions() > 0);
            hosts.elapse(1_000);

            assertThat(hosts.there().guest().isRunning()).isTrue();
            assertThat(hosts.here().seats()).isEmpty();
            assertThat(hosts.there().seats()).isEmpty();
            assertThat(hosts.there().guest().typed())
                    .as("keys of a client that died after %d steps", steps)
                    // One more that goes up, since nobody knew whether the guest had heard, changes nothing for it.
                    .isIn(
                            List.of(),
                            List.of("key 1e down", "key 1e up"),
                            List.of("key 1e down", "key 1e up", "key 1e up"));
            steps++;
        }
    }

    @Test
    void clientThatIsFrozenForFiveSecondsAtEachStepMovesAllTheSame() {
        atEachStep((hosts, client) -> {
            client.freeze();
            hosts.elapse(5_000);
            client.thaw();
        });

        assertThat(ends).containsOnlyKeys("moved");
    }

    @Test
    void clientThatCannotReachTheTargetAtAnyStepStaysOrIsReportedLost() {
        atEachStep((hosts, client) -> client.lose(hosts.there()));

        assertThat(ends).containsKeys("lost");
    }

    @Test
    void keyOfAClientThatDiesIsLetGoOfAtTheSourceIfTheTargetDiesToo() {
        int tried = 0;
        for (int steps = 0; steps < 5 * STEPS_OF_A_PART; steps += 2) {
            for (int more = 0; more < 8; more += 2) {
                TwoHosts hosts = new TwoHosts();
                FollowingClient client = hosts.client();
                client.say(FollowingClient.INPUTS, new KeyDown(A));
                hosts.settle();
                begin(hosts, client, steps);
                client.kill();
                for (int step = 0; step < more; step++) {
                    hosts.step();
                }
                if (hosts.there().guest().isRunning() || hosts.here().completions() > 0) {
                    continue;
                }
                hosts.kill(hosts.there());
                hosts.elapse(60_000);
                hosts.here().state().resume();
                hosts.settle();
                tried++;

                assertThat(hosts.here().guest().typed())
                        .as("after %d and %d steps", steps, more)
                        .contains("key 1e up");
            }
        }
        assertThat(tried).isGreaterThan(STEPS_OF_A_PART);
    }

    @Test
    void guestThatHasGoneIsSentNowhereElse() {
        TwoHosts hosts = new TwoHosts();
        TestHost another = hosts.another();
        hosts.move();

        assertThatIllegalStateException()
                .isThrownBy(() -> hosts.here().moves().startTo(HostNetwork.at(another.streamPort())))
                .withMessage("guest: expected to be here");
    }

    /** Disturbs a new move after none, one, two… of its steps, until it is over before that. */
    private void atEachStep(BiConsumer<TwoHosts, FollowingClient> disturbance) {
        int steps = 0;
        while (disturb(steps, disturbance)) {
            steps++;
        }
        assertThat(steps).as("steps of a move").isGreaterThan(3 * STEPS_OF_A_PART);
    }

    private boolean disturb(int steps, BiConsumer<TwoHosts, FollowingClient> disturbance) {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        if (!begin(hosts, client, steps)) {
            return false;
        }
        try {
            disturbance.accept(hosts, client);
            ends.merge(end(hosts, client), 1, Integer::sum);
        } catch (AssertionError e) {
            throw new AssertionError("after " + steps + " steps: " + e.getMessage(), e);
        }
        return true;
    }

    /** The first steps of a move; false if it is over then. */
    private static boolean begin(TwoHosts hosts, FollowingClient client, int steps) {
        MovedGuest here = hosts.here().guest();
        here.fill(Rect.ofSize(0, 0, 20, 20), 0x334455);
        here.stamp(0, 30, 0, 7);
        hosts.assertShows(client, hosts.here());
        hosts.here().moves().announce(hosts.there().address());
        hosts.here().moves().startTo(HostNetwork.at(hosts.there().streamPort()));
        client.say(FollowingClient.INPUTS, new KeyDown(A));
        for (int step = 0; step < steps; step++) {
            hosts.step();
        }
        return hosts.here().completions() == 0;
    }

    private static String end(TwoHosts hosts, FollowingClient client) {
        hosts.until(
                "the end",
                () -> hosts.here().completions() > 0 || !hosts.here().status().isUnderWay());
        // Who is called back may need all of the time that a source gives.
        hosts.elapse(45_000);
        boolean hasMoved = !hosts.there().isGone() && hosts.there().guest().isRunning();
        hosts.network().heal();
        client.regain(hosts.there());
        if (hasMoved) {
            assertThat(hosts.here().completions()).isEqualTo(1);
            return endAt(hosts, client, hosts.there(), "moved");
        }
        // What was silent is found to be dead.
        hosts.there().die();
        hosts.settle();
        if (hosts.here().status() == MigrationStatus.COMPLETED) {
            assertThat(hosts.here().completions())
                    .as("SPICE_MIGRATE_COMPLETED of a move whose target died with the guest")
                    .isEqualTo(1);
        }
        String end = endAt(hosts, client, hosts.here(), "stayed");
        TestHost another = hosts.another();
        hosts.move(hosts.here(), another);
        assertThat(client.isWhollyAt(another)).as("moved by another attempt").isTrue();
        assertGoesOn(hosts, client, another);
        return end;
    }

    private static String endAt(TwoHosts hosts, FollowingClient client, TestHost owner, String wellEnd) {
        boolean isThere = client.isWhollyAt(owner);
        boolean isAnew = isThere && client.logins() > 1;
        if (!isThere) {
            assertThat(hosts.here().moved()).contains(ClientMove.LOST);
            client.login(owner);
            hosts.elapse(1_000);
        }
        // What only management may do.
        owner.state().resume();
        assertGoesOn(hosts, client, owner);
        if (isAnew) {
            return "logged in anew";
        }
        return isThere ? wellEnd : "lost";
    }

    private static void assertGoesOn(TwoHosts hosts, FollowingClient client, TestHost host) {
        assertThat(host.guest().isRunning()).as("the guest runs").isTrue();
        int hits = client.screen().cacheHits();
        host.guest().stamp(0, 40, 8 * (hits % 5), 7);
        host.guest().fill(Rect.ofSize(5, 5, 30, 30), 0x998877);
        hosts.elapse(500);
        hosts.assertShows(client, host);
        if (client.logins() == 1) {
            assertThat(client.screen().cacheHits()).as("images in the cache").isEqualTo(hits + 1);
            assertThat(client.hasHeard(FollowingClient.DISPLAY, InvalAllPixmaps.class))
                    .isFalse();
        }
        client.say(FollowingClient.INPUTS, new KeyDown(B));
        client.say(FollowingClient.INPUTS, new KeyUp(B | 0x80));
        hosts.settle();
        assertThat(host.guest().typed()).as("what the guest was told").endsWith("key 30 down", "key 30 up");
    }
}
