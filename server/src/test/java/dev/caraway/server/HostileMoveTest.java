package dev.caraway.server;

import static dev.caraway.server.FollowingClient.CURSOR;
import static dev.caraway.server.FollowingClient.DISPLAY;
import static dev.caraway.server.FollowingClient.INPUTS;
import static dev.caraway.server.FollowingClient.MAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.caraway.migration.data.MigrateBlob;
import dev.caraway.migration.stream.SourceFrame;
import dev.caraway.migration.stream.SourceFrame.ClientState;
import dev.caraway.migration.stream.SourceFrame.SharedState;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.base.ClientMigrateData;
import dev.caraway.protocol.base.MigrateData;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.capability.MainCapability;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.inputs.KeyDown;
import dev.caraway.protocol.inputs.KeyUp;
import dev.caraway.protocol.inputs.MouseMotion;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.main.DstInfo;
import dev.caraway.protocol.main.MigrateBeginSeamless;
import dev.caraway.protocol.main.MigrateConnectedSeamless;
import dev.caraway.protocol.main.MigrateDstDoSeamless;
import dev.caraway.protocol.main.MigrateSwitchHost;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.MigrationStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows G1 to G20: what a hostile client, or a broken host, can do with a move. A wrong ticket (G2) is {@code HostileTicketTest}'s;
 * whoever dies at any step (G13) {@link FailedMovesTest}'s; hops in a row (G14) {@link ScenariosTest}'s; layouts (G7)
 * {@code MigrateBlobTest}'s; any bytes (G20) {@link RestoreFuzzTest}'s and {@code MigrateBlobFuzzTest}'s.
 */
class HostileMoveTest {

    private static final Capabilities SEAMLESS =
            Capabilities.of(MainCapability.SEMI_SEAMLESS_MIGRATE, MainCapability.SEAMLESS_MIGRATE);

    /** G1. */
    @Test
    void g01HostThatAwaitsNobodyRefusesASessionOfAnotherHost() {
        TwoHosts hosts = new TwoHosts();

        assertThat(link(hosts.here(), MAIN, 4711).error()).isEqualTo(LinkError.BAD_CONNECTION_ID);
    }

    /** G2. */
    @Test
    void g02OnlyTheClientsThatTheSourceNamesAreLetIn() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        TestHost.Seat early = seat(hosts.there(), MAIN, 4711);
        client.answersLater();
        hosts.announce();
        assertThat(early.isEnded()).isFalse();
        hosts.start();

        assertThat(early.isEnded())
                .as("a stranger is closed when the list is known")
                .isTrue();
        assertThat(link(hosts.there(), MAIN, 4712).error()).isEqualTo(LinkError.BAD_CONNECTION_ID);
        assertThat(link(hosts.there(), MAIN, client.connectionId()).error()).isEqualTo(LinkError.BAD_CONNECTION_ID);
        client.answersNow();
        hosts.until("the end", () -> hosts.here().completions() > 0);
        assertThat(client.isWhollyAt(hosts.there())).isTrue();
    }

    /** G3. */
    @Test
    void g03DataThatNobodyAwaitsClosesTheChannel() {
        TwoHosts hosts = new TwoHosts();
        TestHost.Seat main = seat(hosts.there(), MAIN, 4711);
        for (ChannelId channel : List.of(DISPLAY, INPUTS, CURSOR)) {
            TestHost.Seat seat = seat(hosts.there(), channel, 4711);
            seat.say(new ClientMigrateData(Bytes.wrap(new byte[20])));
            hosts.settle();
            assertThat(main.isEnded())
                    .as("before the handshake, on %s", channel)
                    .isTrue();
            main = seat(hosts.there(), MAIN, 4711);
        }
        seat(hosts.there(), CURSOR, 4711).say(new ClientMigrateData(Bytes.EMPTY));
        main.say(new MigrateDstDoSeamless(1));
        hosts.settle();
        assertThat(main.isEnded()).as("on a channel without data").isTrue();
        FollowingClient client = hosts.client();
        TestHost.Seat display = client.seat(DISPLAY);
        display.say(new ClientMigrateData(Bytes.EMPTY));
        hosts.settle();
        assertThat(display.isEnded()).as("at the host where it logged in").isTrue();
    }

    /** G3. */
    @Test
    void g03DataThatComesTwiceClosesTheClient() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient[] twice = new FollowingClient[1];
        FollowingClient client = hosts.login(hosts.newClient().carrying((channel, data) -> {
            if (channel.equals(DISPLAY)) {
                twice[0].seat(DISPLAY).say(new ClientMigrateData(data));
            }
            return Optional.of(data);
        }));
        twice[0] = client;
        moveHostile(hosts);

        assertRefused(hosts, client, "data that comes twice");
    }

    /** G4. */
    @Test
    void g04DataWithOneBitChangedIsRefused() {
        for (ChannelId channel : List.of(MAIN, DISPLAY, INPUTS)) {
            int length = blob(channel).length();
            for (int at = 0; at < length; at++) {
                int changed = at;
                assertRefused(channel, "byte " + at, data -> {
                    byte[] bytes = data.toArray();
                    bytes[changed] ^= (byte) (1 << changed % 8);
                    return Bytes.wrap(bytes);
                });
            }
        }
    }

    /** G5. */
    @Test
    void g05DataOfAnotherLengthIsRefused() {
        for (ChannelId channel : List.of(MAIN, DISPLAY, INPUTS)) {
            int length = blob(channel).length();
            for (int less = 0; less < length; less += 5) {
                int cut = less;
                assertRefused(channel, "the first " + less + " bytes", data -> data.slice(0, cut));
            }
            for (int more : new int[] {1, 64, 64 << 10}) {
                assertRefused(
                        channel,
                        more + " bytes more",
                        data -> Bytes.wrap(Arrays.copyOf(data.toArray(), data.length() + more)));
            }
        }
    }

    /** G6. */
    @Test
    void g06DataOfAnotherChannelIsRefused() {
        Bytes ofMain = blob(MAIN);
        Bytes ofDisplay = blob(DISPLAY);
        Bytes ofInputs = blob(INPUTS);
        assertRefused(DISPLAY, "data of inputs", data -> ofInputs);
        assertRefused(MAIN, "data of the display", data -> ofDisplay);
        assertRefused(INPUTS, "data of main", data -> ofMain);
    }

    /** G6. */
    @Test
    void g06DataOfAnotherClientIsRefused() {
        TwoHosts hosts = new TwoHosts();
        Map<ChannelId, Bytes> ofOne = new HashMap<>();
        FollowingClient one = hosts.login(hosts.newClient().carrying((channel, data) -> {
            ofOne.put(channel, data);
            return Optional.of(data);
        }));
        // Which has seen more.
        hosts.here().guest().fill(Rect.ofSize(0, 0, 9, 9), 0x123456);
        hosts.settle();
        FollowingClient other = hosts.login(hosts.newClient()
                .carrying((channel, data) ->
                        Optional.of(channel.equals(DISPLAY) ? ofOne.getOrDefault(channel, data) : data)));
        moveHostile(hosts);

        assertThat(one.isWhollyAt(hosts.there())).isTrue();
        assertThat(one.logins()).isEqualTo(1);
        assertRefused(hosts, other, "data of another client");
    }

    /** G6. */
    @Test
    void g06DataOfAnEarlierHopIsRefused() {
        TwoHosts hosts = new TwoHosts();
        Map<ChannelId, Bytes> earlier = new HashMap<>();
        FollowingClient client = hosts.login(hosts.newClient().carrying((channel, data) -> {
            Bytes before = earlier.putIfAbsent(channel, data);
            return Optional.of(before == null || !channel.equals(DISPLAY) ? data : before);
        }));
        hosts.move();
        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        TestHost third = hosts.another();
        hosts.move(hosts.there(), third);
        hosts.elapse(60_000);

        assertThat(client.isWhollyAt(third) && client.logins() == 1).isFalse();
        assertThat(hosts.there().moved()).contains(ClientMove.LOST);
    }

    /** G6. */
    @Test
    void g06DataOfACancelledMoveIsRefused() {
        TwoHosts hosts = new TwoHosts();
        Map<ChannelId, Bytes> earlier = new HashMap<>();
        FollowingClient client = hosts.login(hosts.newClient().carrying((channel, data) -> {
            Bytes before = earlier.putIfAbsent(channel, data);
            return Optional.of(before == null ? data : before);
        }));
        hosts.here().moves().pauseBeforeSwitchover(true);
        hosts.announce();
        hosts.start();
        hosts.until("the hold", () -> hosts.here().status() == MigrationStatus.PRE_SWITCHOVER);
        assertThat(earlier).containsOnlyKeys(INPUTS);
        hosts.here().moves().cancel();
        hosts.elapse(20_000);
        assertThat(client.isWhollyAt(hosts.here())).isTrue();
        hosts.here().moves().pauseBeforeSwitchover(false);
        client.say(INPUTS, new MouseMotion(1, 1, 0));
        hosts.settle();
        moveHostile(hosts);

        assertRefused(hosts, client, "data of a cancelled move");
    }

    /** G7. */
    @Test
    void g07DataWithoutItsExtensionIsRefused() {
        assertRefused(
                DISPLAY,
                "the layout alone",
                data -> new MigrateBlob(MigrateBlob.decode(DISPLAY.type(), data).data(), Optional.empty())
                        .encode(DISPLAY.type()));
    }

    /** G8: what a source says of its clients is as hostile as anything, and hits its clients alone. */
    @Test
    void g08StateThatABrokenSourceSaysCostsItsClientsAlone() {
        int refused = 0;
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            TwoHosts hosts = new TwoHosts();
            hosts.network().rewriting(frame -> Optional.of(broken(frame, random)));
            FollowingClient client = hosts.client();
            hosts.here().guest().fill(Rect.ofSize(0, 0, 9, 9), 0x123456);
            hosts.here().guest().stamp(0, 20, 20, 4);
            hosts.announce();
            hosts.start();
            hosts.until("the guest's end here", () -> !hosts.here().status().isUnderWay());
            hosts.elapse(60_000);
            TestHost owner = hosts.there().guest().isRunning() ? hosts.there() : hosts.here();
            owner.state().resume();
            refused += client.isWhollyAt(hosts.there()) && client.logins() == 1 ? 0 : 1;
            // Whatever became of the client, the host of the guest lets another one in.
            FollowingClient witness = hosts.newClient();
            witness.login(owner);
            hosts.elapse(1_000);
            assertThat(witness.isWhollyAt(owner)).as("seed %d", seed).isTrue();
            hosts.assertShows(witness, owner);
        }

        assertThat(refused).isBetween(1, 149);
    }

    /** Its main channel alone, and anew before anybody could take it for one that is complete. */
    @Test
    void clientThatComesAgainAndAgainHoldsUpNoMove() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        Capabilities able = Capabilities.of(MainCapability.SEMI_SEAMLESS_MIGRATE, MainCapability.SEAMLESS_MIGRATE);
        hosts.here().link(MAIN, 0, "", false, able);
        hosts.here().moves().announce(hosts.there().address());
        hosts.here().moves().startTo(HostNetwork.at(hosts.there().streamPort()));
        for (int login = 0; login < 10; login++) {
            TestHost.Seat seat =
                    hosts.here().link(MAIN, 0, "", false, able).seat().orElseThrow();
            hosts.elapse(4_000);
            seat.hangUp();
        }

        assertThat(hosts.there().guest().isRunning()).isTrue();
        assertThat(client.isWhollyAt(hosts.there())).isTrue();
    }

    /** As over TLS, where sockets prove themselves while the port is closed already. */
    @Test
    void streamThatComesWhenTheGuestIsHereIsTurnedAway() {
        TwoHosts hosts = new TwoHosts();
        hosts.network().giveSocketsLate();
        hosts.move();
        TestHost other = hosts.host(false, options -> options);
        other.guest().fill(Rect.ofSize(0, 0, 30, 30), 0xabcdef);
        hosts.settle();
        other.moves().startTo(HostNetwork.at(hosts.there().streamPort()));
        hosts.elapse(5_000);

        assertThat(other.status()).isEqualTo(MigrationStatus.FAILED);
        assertThat(hosts.there().picture(0)).isNotEqualTo(other.picture(0));
    }

    private static SourceFrame broken(SourceFrame frame, Random random) {
        if (frame instanceof ClientState state && random.nextInt(3) == 0) {
            return new ClientState(
                    state.connectionId(),
                    state.channel(),
                    state.section(),
                    state.isLast(),
                    mutated(state.piece(), random));
        }
        if (frame instanceof SharedState state && random.nextInt(5) == 0) {
            return new SharedState(state.channel(), state.isLast(), mutated(state.piece(), random));
        }
        return frame;
    }

    private static Bytes mutated(Bytes state, Random random) {
        byte[] bytes = state.toArray();
        if (bytes.length == 0 || random.nextInt(8) == 0) {
            return Bytes.wrap(Arrays.copyOf(bytes, random.nextInt(2 * bytes.length + 1)));
        }
        for (int change = 0; change <= random.nextInt(3); change++) {
            int at = random.nextInt(bytes.length);
            bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : bytes[at] ^ 1 << random.nextInt(8));
        }
        return Bytes.wrap(bytes);
    }

    /** G9, by what is the default; and nobody vouches for anything. */
    @Test
    void g09DataThatNobodyVouchesForGivesNoRights() {
        for (ChannelId channel : List.of(MAIN, DISPLAY, INPUTS)) {
            for (int seed = 0; seed < 40; seed++) {
                Random random = new Random(seed);
                TwoHosts hosts = new TwoHosts();
                TestHost there = hosts.host(true, options -> options);
                FollowingClient client = hosts.login(hosts.newClient()
                        .carrying((id, data) -> Optional.of(id.equals(channel) ? mutated(data, random) : data)));
                client.say(INPUTS, new KeyDown(0x1e));
                client.screen().becomesUnknown();
                hosts.settle();
                hosts.here().moves().announce(there.address());
                hosts.settle();
                hosts.here().moves().startWithoutStream();
                hosts.elapse(500);
                there.state().resume();
                hosts.until("the end", () -> hosts.here().completions() > 0);
                hosts.elapse(30_000);

                assertThat(there.guest().isRunning()).isTrue();
                if (client.isGone()) {
                    client.login(there);
                    hosts.elapse(1_000);
                }
                there.guest().fill(Rect.ofSize(0, 0, 30, 30), 0x565656);
                hosts.settle();
                assertThat(client.screen().picture(0)).isEqualTo(there.picture(0));
            }
        }
    }

    /** G11. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 7})
    void g11WhatIsTypedAtAnyStepIsTypedOnceAndInOrder(int everySteps) {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        hosts.here().moves().announce(hosts.there().address());
        hosts.here().moves().startTo(HostNetwork.at(hosts.there().streamPort()));
        List<String> typed = new ArrayList<>();
        for (int step = 0; hosts.here().completions() == 0; step++) {
            assertThat(step).as("steps").isLessThan(2_000);
            if (step % everySteps == 0 && typed.size() < 50) {
                int key = 1 + typed.size() / 2;
                client.say(INPUTS, new KeyDown(key));
                client.say(INPUTS, new KeyUp(key | 0x80));
                typed.add("key " + Integer.toHexString(key) + " down");
                typed.add("key " + Integer.toHexString(key) + " up");
            }
            hosts.step();
        }
        hosts.settle();

        assertThat(hosts.there().guest().typed()).isEqualTo(typed);
    }

    /** G12. */
    @Test
    void g12ClientThatSaysItIsLinkedAndIsNotIsLostAndHoldsUpNobody() {
        TwoHosts hosts = new TwoHosts();
        TestHost.Seat main = seat(hosts.here(), MAIN, 0);
        hosts.elapse(10_000);
        hosts.announce();
        assertThat(heard(main)).anyMatch(MigrateBeginSeamless.class::isInstance);
        main.say(new MigrateConnectedSeamless());
        hosts.start();
        hosts.until("the guest's arrival", () -> hosts.there().guest().isRunning());
        hosts.until("the end", () -> hosts.here().completions() > 0);

        assertThat(hosts.here().moved()).endsWith(ClientMove.LOST);
        assertThat(hosts.here().seats()).isEmpty();
    }

    /** G12. */
    @Test
    void g12ClientThatAnswersTwiceIsClosed() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        hosts.announce();
        assertThat(client.hasConnected()).isTrue();
        client.say(MAIN, new MigrateConnectedSeamless());
        hosts.settle();

        assertThat(client.isGone()).isTrue();
        assertThat(hosts.here().seats()).isEmpty();
        assertThat(hosts.there().seats()).isEmpty();
    }

    /** G13: the other host. */
    @Test
    void g13SourceThatDiesAtEachStepLeavesOneGuestAtMostAndNobodyWaitingForEver() {
        int arrived = 0;
        boolean isOver = false;
        for (int steps = 0; !isOver; steps++) {
            TwoHosts hosts = new TwoHosts();
            FollowingClient client = hosts.client();
            hosts.here().moves().announce(hosts.there().address());
            hosts.here().moves().startTo(HostNetwork.at(hosts.there().streamPort()));
            for (int step = 0; step < steps; step++) {
                hosts.step();
            }
            isOver = hosts.here().completions() > 0;
            boolean ranThere = hosts.there().guest().isRunning();
            hosts.kill(hosts.here());
            hosts.network().silence();
            hosts.elapse(150_000);

            assertThat(hosts.there().guest().isRunning())
                    .as("after %d steps", steps)
                    .isEqualTo(ranThere);
            if (client.isWhollyAt(hosts.there())) {
                arrived++;
                hosts.assertShows(client, hosts.there());
            } else {
                assertThat(hosts.there().seats()).as("after %d steps", steps).isEmpty();
            }
            if (ranThere) {
                client.login(hosts.there());
                hosts.elapse(1_000);
                assertThat(client.isWhollyAt(hosts.there())).isTrue();
            }
        }

        assertThat(arrived).isPositive();
    }

    /** G14. */
    @Test
    void g14SecondMoveIsRefusedWhileOneIsUnderWay() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        TestHost third = hosts.another();
        hosts.here().moves().pauseBeforeSwitchover(true);
        hosts.announce();
        hosts.start();
        hosts.until("the hold", () -> hosts.here().status() == MigrationStatus.PRE_SWITCHOVER);

        assertThatIllegalStateException()
                .isThrownBy(() -> hosts.here().moves().startTo(HostNetwork.at(third.streamPort())));
        assertThatIllegalStateException().isThrownBy(() -> hosts.here().moves().announce(third.address()));
        hosts.here().moves().proceed();
        hosts.until("the end", () -> hosts.here().completions() > 0);
        hosts.elapse(100);
        assertThat(client.isWhollyAt(hosts.there())).isTrue();
    }

    /** G15. */
    @Test
    void g15GuestOfAnotherKindIsRefusedAndGoesOnWhereItWas() {
        TwoHosts hosts = new TwoHosts();
        assertGoesOnAfterAMoveTo(hosts, hosts.host(new MovedGuest(1, "moved/2"), true, options -> options));
    }

    /** G15. */
    @Test
    void g15HostWithFewerDisplaysTakesNoClientAndDoesNotGetTheGuest() {
        TwoHosts hosts = new TwoHosts(2, options -> options);
        assertGoesOnAfterAMoveTo(hosts, hosts.host(new MovedGuest(1), true, options -> options));
    }

    private static void assertGoesOnAfterAMoveTo(TwoHosts hosts, TestHost unfit) {
        unfit.listen();
        FollowingClient client = hosts.client();
        hosts.here().moves().announce(unfit.address());
        hosts.settle();
        hosts.here().moves().startTo(HostNetwork.at(unfit.streamPort()));
        hosts.until("failure", () -> hosts.here().status() == MigrationStatus.FAILED);
        hosts.elapse(30_000);
        // Once the other host might have had it, only management lets it go on.
        hosts.here().state().resume();

        assertThat(unfit.guest().isRunning()).isFalse();
        assertThat(hosts.here().guest().isRunning()).isTrue();
        assertThat(client.isWhollyAt(hosts.here())).isTrue();
        hosts.here().guest().fill(Rect.ofSize(0, 0, 9, 9), 0x123456);
        hosts.assertShows(client, hosts.here());
    }

    /** G18. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b", "a\nb", "a\rb", "a\u001bb", "a\u007fb"})
    void g18HostThatIsNoTextIsRefused(String host) {
        assertThatIllegalArgumentException().isThrownBy(() -> destination(host, Optional.empty()));
        if (!host.isEmpty()) {
            assertThatIllegalArgumentException().isThrownBy(() -> destination("host", Optional.of(host)));
        }
    }

    /** G18. */
    @Test
    void g18HostOf64KiBIsRefused() {
        assertThat(destination("h".repeat(255), Optional.of("s".repeat(255))).host())
                .hasSize(255);
        assertThatIllegalArgumentException().isThrownBy(() -> destination("h".repeat(256), Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> destination("h".repeat(64 << 10), Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> destination("host", Optional.of("s".repeat(64 << 10))));
    }

    private static MigrationDestination destination(String host, Optional<String> subject) {
        return new MigrationDestination(host, OptionalInt.of(5900), OptionalInt.empty(), subject);
    }

    /** G19. */
    @Test
    void g19ClientThatIsEncryptedIsNotAnnouncedAPlainPort() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.login(hosts.newClient().encrypted());
        hosts.announce();
        assertThat(hosts.here().moved()).containsExactly(ClientMove.REFUSED);
        assertThat(hosts.here().reasons()).containsExactly("client is encrypted: expected a TLS port");
        assertThat(client.isWhollyAt(hosts.here())).isTrue();
        hosts.start();
        hosts.until("the end", () -> hosts.here().completions() > 0);
        hosts.elapse(1_000);

        assertThat(client.hasHeard(MAIN, MigrateSwitchHost.class)).isFalse();
        assertThat(hosts.here().moved()).endsWith(ClientMove.LOST);
        assertThat(hosts.there().seats()).isEmpty();
    }

    /** G19: clients try the plain port first. */
    @Test
    void g19ClientThatIsEncryptedStaysSoWhereBothPortsAreAnnounced() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.login(hosts.newClient().encrypted());
        hosts.here()
                .moves()
                .announce(new DstInfo(hosts.there().port(), hosts.there().securePort(), "127.0.0.1", null));
        hosts.settle();
        hosts.start();
        hosts.until("the end", () -> hosts.here().completions() > 0);
        hosts.elapse(100);

        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        assertThat(hosts.there().seats()).isNotEmpty().allMatch(TestHost.Seat::isEncrypted);
    }

    /** What a client is given to carry in an ordinary move. */
    private static Bytes blob(ChannelId channel) {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        hosts.move();
        return client.heard(channel).stream()
                .filter(MigrateData.class::isInstance)
                .map(message -> ((MigrateData) message).data())
                .findFirst()
                .orElseThrow();
    }

    private static void assertRefused(ChannelId channel, String what, UnaryOperator<Bytes> change) {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.login(
                hosts.newClient().carrying((id, data) -> Optional.of(id.equals(channel) ? change.apply(data) : data)));
        moveHostile(hosts);
        assertRefused(hosts, client, what + " on " + channel);
    }

    private static void assertRefused(TwoHosts hosts, FollowingClient client, String what) {
        assertThat(hosts.there().guest().isRunning()).isTrue();
        assertThat(client.isWhollyAt(hosts.there()) && client.logins() == 1)
                .as(what)
                .isFalse();
        assertThat(hosts.here().moved()).as(what).contains(ClientMove.LOST);
        assertThat(hosts.here().seats()).as(what).isEmpty();
    }

    private static void moveHostile(TwoHosts hosts) {
        hosts.announce();
        hosts.start();
        hosts.until("the end", () -> hosts.here().completions() > 0);
        hosts.elapse(500);
    }

    private static TestHost.Link link(TestHost host, ChannelId channel, int connectionId) {
        return host.link(channel, connectionId, "", false, channel.equals(MAIN) ? SEAMLESS : Capabilities.NONE);
    }

    private static TestHost.Seat seat(TestHost host, ChannelId channel, int connectionId) {
        return link(host, channel, connectionId).seat().orElseThrow();
    }

    private static List<Object> heard(TestHost.Seat seat) {
        List<Object> heard = new ArrayList<>();
        for (Optional<ServerMessage> next = seat.next(); next.isPresent(); next = seat.next()) {
            heard.add(next.get());
        }
        return heard;
    }
}
