package dev.caraway.server;

import static dev.caraway.server.FollowingClient.CURSOR;
import static dev.caraway.server.FollowingClient.DISPLAY;
import static dev.caraway.server.FollowingClient.INPUTS;
import static dev.caraway.server.FollowingClient.MAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.base.Migrate;
import dev.caraway.protocol.base.MigrateData;
import dev.caraway.protocol.capability.MainCapability;
import dev.caraway.protocol.display.InvalAllPixmaps;
import dev.caraway.protocol.display.SurfaceCreate;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.inputs.KeyDown;
import dev.caraway.protocol.inputs.KeyUp;
import dev.caraway.protocol.inputs.MouseMotion;
import dev.caraway.protocol.inputs.MouseMotionAck;
import dev.caraway.protocol.inputs.MousePress;
import dev.caraway.protocol.inputs.MouseRelease;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.main.MainInit;
import dev.caraway.protocol.main.MigrateBeginSeamless;
import dev.caraway.protocol.main.MigrateCancel;
import dev.caraway.protocol.main.MigrateEnd;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.MigrationStatus;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.migration.MoveProgress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The thirty scenarios by which a migration is judged, by their numbers, between whole servers without sockets, in time that
 * passes when a test says so. Those that are shown elsewhere:
 *
 * <table>
 * <caption>Scenarios of other tests</caption>
 * <tr><td>6, 8</td><td>with the real client</td><td>{@code FailedMoveWithRealClientTest}, {@code ManagedMoveTest}</td></tr>
 * <tr><td>9, 10, 11, 12, 14</td><td>at each step of a move</td><td>{@link FailedMovesTest}, {@code MoveModelTest},
 *     and {@code FailedMoveWithRealClientTest}</td></tr>
 * <tr><td>13</td><td>frozen for 5 s, at each step</td><td>{@link FailedMovesTest}</td></tr>
 * <tr><td>18</td><td>video goes on</td><td>{@code MovedVideoTest}, {@code MovedDisplayTest}</td></tr>
 * <tr><td>19, 23</td><td>the layouts of channels that are not served yet</td><td>{@code MigrateBlobTest}</td></tr>
 * <tr><td>21</td><td>what management reads</td><td>{@code MigrationCommandsTest}, {@code QemuDialogueTest}</td></tr>
 * <tr><td>25</td><td>any bytes</td><td>{@code HostileMoveTest}, {@link RestoreFuzzTest}</td></tr>
 * <tr><td>30</td><td>libspice-server as source and as target</td><td>{@code QemuNeighbourTest}</td></tr>
 * </table>
 */
class ScenariosTest {

    private static final Rect BOX = Rect.ofSize(4, 4, 20, 20);

    @Test
    void s01SeamlessMoveSendsNothingTwice() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        hosts.here().guest().fill(BOX, 0x112233);
        hosts.here().guest().stamp(0, 0, 0, 5);
        hosts.here().guest().port(0).cursor(CursorShape.argb(2, 2, 1, 0, 0, new int[] {9, 9}));
        hosts.assertShows(client, hosts.here());
        int heardBefore = client.heard(DISPLAY).size();
        hosts.move();

        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        assertThat(client.logins()).isEqualTo(1);
        assertThat(hosts.here().seats()).isEmpty();
        assertThat(hosts.here().completions()).isEqualTo(1);
        assertThat(hosts.here().moved()).containsExactly(ClientMove.LINKING, ClientMove.LINKED, ClientMove.HANDED_OVER);
        assertThat(flags(client, MAIN)).containsExactly(3);
        assertThat(flags(client, DISPLAY)).containsExactly(3);
        assertThat(flags(client, INPUTS)).containsExactly(3);
        assertThat(flags(client, CURSOR)).containsExactly(0);
        hosts.there().guest().stamp(0, 10, 10, 5);
        hosts.assertShows(client, hosts.there());
        assertThat(client.screen().cacheHits()).isEqualTo(1);
        List<ServerMessage> there =
                client.heard(DISPLAY).subList(heardBefore, client.heard(DISPLAY).size());
        assertThat(there).noneMatch(InvalAllPixmaps.class::isInstance).noneMatch(SurfaceCreate.class::isInstance);
        // One more on each channel that has data: MIGRATE and MIGRATE_DATA count as the client counts.
        assertThat(client.seat(DISPLAY).lastSerial())
                .isEqualTo(client.heard(DISPLAY).size());
        assertThat(client.heard(MAIN).stream().filter(MainInit.class::isInstance))
                .hasSize(1);
    }

    @Test
    void s01WhatIsToldOfTheStreamIsWhatTravelled() {
        TwoHosts hosts = new TwoHosts();
        hosts.client();
        hosts.move();

        MoveProgress left = hosts.here().moves().progress();
        assertThat(left.transferredBytes()).isEqualTo(hosts.network().sourceBytes());
        assertThat(hosts.there().moves().progress().transferredBytes())
                .isEqualTo(hosts.network().sourceBytes());
        // The screen is of one colour, and compressed it is next to nothing.
        assertThat(left.totalBytes()).isGreaterThan(left.transferredBytes());
        assertThat(left.remainingBytes()).isZero();
    }

    @Test
    void s09AnnouncementThatWasCalledOffBeforeItWentOutNeverDoes() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.newClient().without(CURSOR);
        client.login(hosts.here());
        hosts.here().moves().announce(hosts.there().address());
        hosts.here().moves().startTo(HostNetwork.at(hosts.there().streamPort()));
        hosts.here().moves().cancel();
        hosts.elapse(30_000);

        assertThat(client.hasHeard(MAIN, MigrateBeginSeamless.class)).isFalse();
        assertThat(hosts.there().seats()).isEmpty();
        TestHost third = hosts.another();
        hosts.move(hosts.here(), third);
        assertThat(client.isWhollyAt(third)).isTrue();
    }

    /** More of the client's and of what is shared than one frame of a migrate stream holds. */
    @Test
    void s01SeamlessMoveTakesALargeCursorAndACacheOfManyImagesAlong() {
        int side = CursorShape.MAX_SIDE_PIXELS;
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        hosts.here().guest().port(0).cursor(CursorShape.argb(1, side, side, 0, 0, new int[side * side]));
        for (long id = 1; id <= 45_000; id++) {
            hosts.here().guest().stamp(0, (int) (id % 8) * 8, 0, id);
            if (id % 16 == 0) {
                hosts.settle();
            }
        }
        hosts.move();

        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        hosts.there().guest().stamp(0, 0, 0, 1);
        hosts.there().guest().stamp(0, 8, 0, 45_000);
        hosts.assertShows(client, hosts.there());
        assertThat(client.screen().cacheHits()).isEqualTo(2);
    }

    @Test
    void s02ClientOfANewerProtocolComesSemiSeamlesslyAndLogsInNowhere() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.login(hosts.newClient().version(2));
        assertFollowsSemiSeamlessly(hosts, client);
    }

    @Test
    void s02ClientThatKnowsNoSeamlessMigrationComesSemiSeamlessly() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.login(hosts.newClient().capabilities(MainCapability.SEMI_SEAMLESS_MIGRATE));
        assertFollowsSemiSeamlessly(hosts, client);
    }

    private static void assertFollowsSemiSeamlessly(TwoHosts hosts, FollowingClient client) {
        hosts.here().guest().fill(BOX, 0x445566);
        hosts.settle();
        hosts.move();
        hosts.elapse(1_000);

        assertThat(client.hasHeard(MAIN, MigrateEnd.class)).isTrue();
        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        assertThat(client.logins()).isEqualTo(1);
        hosts.there().guest().fill(Rect.ofSize(0, 0, 3, 3), 0x778899);
        hosts.assertShows(client, hosts.there());
        assertTypes(hosts, client, hosts.there());
        assertThat(hosts.here().completions()).isEqualTo(1);
        assertThat(hosts.here().seats()).isEmpty();
    }

    @Test
    void s02KeysThatAClientHeldAreLetGoOfWhenItComesWithNothing() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.login(hosts.newClient().version(2));
        client.say(INPUTS, new KeyDown(0x2a));
        hosts.settle();
        hosts.move();
        hosts.elapse(1_000);

        assertThat(hosts.there().guest().typed()).containsExactly("key 2a down", "key 2a up");
    }

    @Test
    void s03OldClientIsToldWhereTheGuestIsAndLogsInThere() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.login(hosts.newClient().capabilities());
        hosts.move();
        hosts.elapse(1_000);

        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        assertThat(client.logins()).isEqualTo(2);
        hosts.assertShows(client, hosts.there());
        assertThat(hosts.here().moved()).containsExactly(ClientMove.REFUSED, ClientMove.LOST);
        assertThat(hosts.here().completions()).isEqualTo(1);
    }

    @Test
    void s04MoveRightAfterItsAnnouncementWaitsForTheClient() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        client.answersLater();
        hosts.announce();
        hosts.start();
        hosts.elapse(3_000);
        assertThat(hosts.here().status()).isEqualTo(MigrationStatus.ACTIVE);
        assertThat(hosts.here().guest().isRunning()).isTrue();
        client.answersNow();
        hosts.until("the end", () -> hosts.here().completions() > 0);

        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        assertThat(client.logins()).isEqualTo(1);
    }

    @Test
    void s04ClientThatNeverAnswersHoldsUpTheGuestForAWhileOnly() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        client.answersLater();
        hosts.announce();
        hosts.start();
        long began = hosts.time().millis();
        hosts.until("the guest's arrival", () -> hosts.there().guest().isRunning());
        assertThat(hosts.time().millis() - began).isLessThan(12_000);
        hosts.elapse(25_000);

        assertThat(hosts.here().completions()).isEqualTo(1);
        assertThat(hosts.here().moved()).containsExactly(ClientMove.LINKING, ClientMove.LOST);
        // A login there works at once.
        client.login(hosts.there());
        hosts.elapse(1_000);
        assertThat(client.isWhollyAt(hosts.there())).isTrue();
    }

    @Test
    void s05TargetThatCannotBeReachedIsReportedBeforeTheGuestMoves() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        client.lose(hosts.there());
        hosts.announce();
        hosts.elapse(9_000);
        assertThat(hosts.here().moved()).containsExactly(ClientMove.LINKING);
        hosts.elapse(2_000);

        assertThat(hosts.here().moved()).containsExactly(ClientMove.LINKING, ClientMove.REFUSED);
        assertThat(client.isWhollyAt(hosts.here())).isTrue();
        hosts.here().guest().fill(BOX, 0x010203);
        hosts.assertShows(client, hosts.here());
        // Management moves the guest all the same.
        hosts.start();
        hosts.until("the end", () -> hosts.here().completions() > 0);
        assertThat(hosts.here().moved()).endsWith(ClientMove.LOST);
    }

    /** A client whose main waits for a silent host answers no ping there, and is alive all the same. */
    @Test
    void s05ClientThatWaitsForASilentHostStaysForAsLongAsItTakes() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        client.answersLater();
        hosts.announce();
        hosts.elapse(300_000);

        assertThat(client.isGone()).isFalse();
        hosts.here().guest().fill(BOX, 0x010203);
        hosts.assertShows(client, hosts.here());
        assertTypes(hosts, client, hosts.here());
    }

    @Test
    void s06WrongTicketIsReportedAtOnceAndACorrectedOneMovesTheClient() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.login(hosts.newClient().password("right"));
        hosts.there().password("another");
        hosts.announce();
        hosts.elapse(100);
        assertThat(client.lastError()).isEqualTo(LinkError.PERMISSION_DENIED);
        assertThat(hosts.here().moved()).containsExactly(ClientMove.LINKING, ClientMove.REFUSED);
        assertThat(client.isWhollyAt(hosts.here())).isTrue();
        hosts.there().password("right");
        hosts.move();

        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        assertThat(client.logins()).isEqualTo(1);
    }

    @Test
    void s07TicketThatRunsOutAfterTheLinkHarmsNobody() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.login(hosts.newClient().password("right"));
        hosts.there().password("right");
        hosts.announce();
        hosts.there().password("run out");
        hosts.elapse(10_000);
        hosts.start();
        hosts.until("the end", () -> hosts.here().completions() > 0);

        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        assertThat(client.logins()).isEqualTo(1);
    }

    @Test
    void s10TargetThatDiesWhileTheGuestIsCopiedLeavesItRunning() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        hosts.announce();
        client.answersLater();
        hosts.here().moves().startTo(HostNetwork.at(hosts.there().streamPort()));
        hosts.step();
        hosts.kill(hosts.there());
        hosts.until("failure", () -> hosts.here().status() == MigrationStatus.FAILED);
        hosts.elapse(1_000);

        assertThat(client.cancels()).isEqualTo(1);
        assertThat(hosts.here().guest().isRunning()).isTrue();
        assertThat(client.isWhollyAt(hosts.here())).isTrue();
        assertTypes(hosts, client, hosts.here());
    }

    @Test
    void s11TargetThatDiesWithMainIsReportedLostAndALoginHereWorksAtOnce() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        hosts.here().moves().announce(hosts.there().address());
        hosts.here().moves().startTo(HostNetwork.at(hosts.there().streamPort()));
        while (!client.hasHeard(MAIN, MigrateData.class)) {
            hosts.step();
        }
        hosts.kill(hosts.there());
        hosts.elapse(30_000);
        assertThat(hosts.here().moved()).endsWith(ClientMove.LOST);
        assertThat(hosts.here().completions()).isEqualTo(1);
        hosts.here().state().resume();
        client.login(hosts.here());
        hosts.elapse(1_000);

        assertThat(hosts.here().guest().isRunning()).isTrue();
        assertThat(client.isWhollyAt(hosts.here())).isTrue();
        hosts.assertShows(client, hosts.here());
        assertTypes(hosts, client, hosts.here());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 20, 30, 40})
    void s13ClientThatIsFrozenForAMinuteHoldsUpNobody(int steps) {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        hosts.here().moves().announce(hosts.there().address());
        hosts.here().moves().startTo(HostNetwork.at(hosts.there().streamPort()));
        for (int step = 0; step < steps; step++) {
            hosts.step();
        }
        client.freeze();
        long began = hosts.time().millis();
        hosts.until("the guest's arrival", () -> hosts.there().guest().isRunning());
        assertThat(hosts.time().millis() - began).isLessThan(12_000);
        hosts.elapse(60_000);
        assertThat(hosts.here().completions()).as("reports").isEqualTo(1);
        client.thaw();
        hosts.elapse(1_000);

        if (!client.isWhollyAt(hosts.there())) {
            assertThat(hosts.here().moved()).contains(ClientMove.LOST);
            client.login(hosts.there());
            hosts.elapse(1_000);
        }
        hosts.assertShows(client, hosts.there());
        assertTypes(hosts, client, hosts.there());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 20, 30, 40})
    void s14ClientThatCannotReachTheSourceAnyMoreHoldsUpNobody(int steps) {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        hosts.here().moves().announce(hosts.there().address());
        hosts.here().moves().startTo(HostNetwork.at(hosts.there().streamPort()));
        for (int step = 0; step < steps; step++) {
            hosts.step();
        }
        client.lose(hosts.here());
        hosts.until("the guest's arrival", () -> hosts.there().guest().isRunning());
        hosts.elapse(60_000);

        assertThat(hosts.here().completions()).isEqualTo(1);
        assertThat(hosts.here().seats()).isEmpty();
        client.login(hosts.there());
        hosts.elapse(1_000);
        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        hosts.assertShows(client, hosts.there());
    }

    @Test
    void s15TwoClientsBothMove() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient one = hosts.client();
        FollowingClient other = hosts.client();
        hosts.move();

        for (FollowingClient client : List.of(one, other)) {
            assertThat(client.isWhollyAt(hosts.there())).isTrue();
            assertThat(client.logins()).isEqualTo(1);
        }
        hosts.there().guest().fill(BOX, 0x123456);
        hosts.assertShows(one, hosts.there());
        hosts.assertShows(other, hosts.there());
        assertThat(hosts.here().completions()).isEqualTo(1);
    }

    @Test
    void s15ClientThatFailsDoesNotSpoilTheOther() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient good = hosts.client();
        FollowingClient bad = hosts.login(
                hosts.newClient().carrying((channel, data) -> Optional.of(Bytes.wrap(new byte[data.length()]))));
        hosts.move();

        assertThat(good.isWhollyAt(hosts.there())).isTrue();
        assertThat(good.logins()).isEqualTo(1);
        assertThat(bad.isWhollyAt(hosts.there()) && bad.logins() == 1).isFalse();
        assertThat(hosts.here().moved()).contains(ClientMove.HANDED_OVER, ClientMove.LOST);
        hosts.there().guest().fill(BOX, 0x123456);
        hosts.assertShows(good, hosts.there());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void s16EveryDisplayMoves(int displays) {
        TwoHosts hosts = new TwoHosts(displays, options -> options);
        FollowingClient client = hosts.client();
        for (int display = 0; display < displays; display++) {
            hosts.here().guest().fill(display, BOX, 0x111111 * (display + 1));
            hosts.here().guest().stamp(display, 40, 0, 8);
        }
        hosts.assertShows(client, hosts.here());
        int hits = client.screen().cacheHits();
        hosts.move();

        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        for (int display = 0; display < displays; display++) {
            hosts.there().guest().stamp(display, 0, 30, 8);
        }
        hosts.assertShows(client, hosts.there());
        assertThat(client.screen().cacheHits()).isEqualTo(hits + displays);
    }

    @Test
    void s16ChannelThatAClientNeverLinkedDelaysNothing() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.newClient().without(CURSOR);
        client.login(hosts.here());
        // It is waited for as long as a client may need for its channels.
        hosts.elapse(10_000);
        hosts.move();

        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        assertThat(client.logins()).isEqualTo(1);
        hosts.assertShows(client, hosts.there());
    }

    @Test
    void s17TwentyHopsCostNoMoreThanTheFirst() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        hosts.here().guest().stamp(0, 0, 0, 3);
        hosts.settle();
        TestHost from = hosts.here();
        TestHost to = hosts.there();
        List<Integer> heard = new ArrayList<>();
        for (int hop = 0; hop < 20; hop++) {
            int before = client.heard(DISPLAY).size();
            hosts.move(from, to);
            assertThat(client.isWhollyAt(to)).as("after hop %d", hop).isTrue();
            to.guest().stamp(0, 8 * (hop % 7), 8 + 8 * (hop / 7), 3);
            hosts.assertShows(client, to);
            assertTypes(hosts, client, to);
            heard.add(client.heard(DISPLAY).size() - before);
            assertThat(from.seats()).isEmpty();
            from = to;
            to = hosts.another();
        }

        assertThat(client.logins()).isEqualTo(1);
        assertThat(client.screen().cacheHits()).isEqualTo(20);
        assertThat(client.hasHeard(DISPLAY, InvalAllPixmaps.class)).isFalse();
        assertThat(heard).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(heard.get(1) + 1));
    }

    @Test
    void s17AnnouncementOfTheNextHopWaitsUntilTheClientHasLanded() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        hosts.here().moves().announce(hosts.there().address());
        hosts.here().moves().startTo(HostNetwork.at(hosts.there().streamPort()));
        while (!hosts.there().guest().isRunning()) {
            hosts.step();
        }
        // The client is still on its way.
        assertThat(client.hasHeard(MAIN, Migrate.class)).isFalse();
        TestHost third = hosts.host(true, options -> options).listen();
        hosts.there().moves().announce(third.address());
        hosts.there().moves().startTo(HostNetwork.at(third.streamPort()));
        hosts.until("the second hop", () -> hosts.there().completions() > 0);
        hosts.elapse(100);

        assertThat(client.isWhollyAt(third)).isTrue();
        assertThat(client.logins()).isEqualTo(1);
        assertThat(hosts.here().completions()).isEqualTo(1);
        hosts.assertShows(client, third);
    }

    @Test
    void s20KeysAndButtonsThatAreHeldGoDownAndUpOnce() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        client.say(INPUTS, new KeyDown(0x2a));
        client.say(INPUTS, new KeyDown(0x1e));
        client.say(INPUTS, new MousePress(1, 1));
        hosts.settle();
        hosts.move();
        assertThat(hosts.there().guest().typed()).containsExactly("key 2a down", "key 1e down", "button 1 down");
        client.say(INPUTS, new KeyUp(0x9e));
        client.say(INPUTS, new MouseRelease(1, 0));
        client.kill();
        hosts.settle();

        assertThat(hosts.there().guest().typed())
                .containsExactly(
                        "key 2a down",
                        "key 1e down",
                        "button 1 down",
                        "key 1e up",
                        "button 1 up",
                        // Of the client that died.
                        "key 2a up");
    }

    @Test
    void s20MotionsGoOnBeingAcknowledged() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        for (int motion = 0; motion < 6; motion++) {
            client.say(INPUTS, new MouseMotion(1, 0, 0));
        }
        hosts.settle();
        hosts.move();
        for (int motion = 0; motion < 6; motion++) {
            client.say(INPUTS, new MouseMotion(0, 1, 0));
        }
        hosts.settle();

        assertThat(client.heard(INPUTS).stream().filter(MouseMotionAck.class::isInstance))
                .hasSize(3);
    }

    @Test
    void s21CompletionIsSaidOnceHoweverTheClientsFare() {
        for (FollowingClientMaker maker : MAKERS) {
            TwoHosts hosts = new TwoHosts();
            hosts.login(maker.make(hosts));
            hosts.move();
            hosts.elapse(60_000);

            assertThat(hosts.here().completions()).isEqualTo(1);
            assertThat(hosts.here().moves().areClientsMigrated()).isTrue();
        }
    }

    /** A client that fares in one of several ways. */
    private interface FollowingClientMaker {
        FollowingClient make(TwoHosts hosts);
    }

    private static final List<FollowingClientMaker> MAKERS = List.of(
            TwoHosts::newClient,
            hosts -> hosts.newClient().version(2),
            hosts -> hosts.newClient().capabilities(),
            hosts -> hosts.newClient().carrying((channel, data) -> Optional.empty()),
            hosts -> hosts.newClient().carrying((channel, data) -> Optional.of(data.slice(0, data.length() / 2))));

    @Test
    void s21MoveWithoutClientsIsCompleteAtOnce() {
        TwoHosts hosts = new TwoHosts();
        hosts.move();

        assertThat(hosts.here().completions()).isEqualTo(1);
        assertThat(hosts.there().guest().isRunning()).isTrue();
    }

    @Test
    void s21MoveThatFailsReportsNoCompletionWhileItsClientStays() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        hosts.announce();
        hosts.here().moves().startTo(HostNetwork.at(1));
        hosts.until("failure", () -> hosts.here().status() == MigrationStatus.FAILED);
        hosts.elapse(30_000);

        assertThat(hosts.here().completions()).isZero();
        assertThat(client.isWhollyAt(hosts.here())).isTrue();
    }

    /** As some clients do after a move that no stream ever told the target of. */
    @Test
    void s21RetryIsSeamlessThoughTheClientHasLeftAMainLinkOpenThere() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.login(hosts.newClient().forgettingMain());
        hosts.announce();
        hosts.here().moves().startTo(HostNetwork.at(1));
        hosts.until("failure", () -> hosts.here().status() == MigrationStatus.FAILED);
        hosts.elapse(1_000);
        assertThat(hosts.there().seats()).as("links that nobody needs").isEmpty();
        hosts.move();

        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        assertThat(client.logins()).isEqualTo(1);
        assertThat(hosts.here().moved()).endsWith(ClientMove.LINKING, ClientMove.LINKED, ClientMove.HANDED_OVER);
        assertThat(hosts.there().seats()).hasSize(4);
    }

    @Test
    void guestRunsUntilTheTargetHasReadWhatWasCopied() {
        TwoHosts hosts = new TwoHosts();
        hosts.here().moves().startTo(HostNetwork.at(hosts.there().streamPort()));
        while (hosts.here().status() != MigrationStatus.ACTIVE) {
            hosts.step();
        }
        hosts.network().hold();
        hosts.elapse(500);
        assertThat(hosts.here().guest().isRunning()).isTrue();
        hosts.network().release();
        hosts.until("the guest's arrival", () -> hosts.there().guest().isRunning());
        assertThat(hosts.here().guest().isRunning()).isFalse();
    }

    @Test
    void s22ClientsOfAGuestThatMovesUnannouncedAreClosed() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        hosts.start();
        hosts.until("the guest's arrival", () -> hosts.there().guest().isRunning());
        hosts.elapse(1_000);

        assertThat(client.isGone()).isTrue();
        assertThat(hosts.here().seats()).isEmpty();
        assertThat(hosts.here().completions()).isZero();
        assertThat(hosts.here().moved()).containsExactly(ClientMove.LOST);
    }

    @Test
    void s24DataThatComesLateIsTakenAndTheGuestDoesNotWaitForIt() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        hosts.here().moves().announce(hosts.there().address());
        hosts.here().moves().startTo(HostNetwork.at(hosts.there().streamPort()));
        while (!client.hasHeard(DISPLAY, Migrate.class)) {
            hosts.step();
        }
        client.freeze();
        hosts.until("the guest's arrival", () -> hosts.there().guest().isRunning());
        hosts.elapse(12_000);
        hosts.there().guest().fill(BOX, 0x565656);
        client.thaw();
        hosts.until("the end", () -> hosts.here().completions() > 0);

        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        hosts.assertShows(client, hosts.there());
        assertThat(hosts.here().moved()).endsWith(ClientMove.HANDED_OVER);
    }

    @Test
    void s24DataThatNeverComesCostsItsClientAlone() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.login(hosts.newClient().carrying((channel, data) -> Optional.empty()));
        hosts.announce();
        hosts.start();
        hosts.until("the end", () -> hosts.here().completions() > 0);
        hosts.elapse(130_000);

        assertThat(hosts.there().guest().isRunning()).isTrue();
        assertThat(hosts.here().moved()).endsWith(ClientMove.LOST);
        assertThat(hosts.here().seats()).isEmpty();
        // It was told where the guest is, and has come with nothing.
        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        assertThat(client.logins()).isEqualTo(2);
        assertThat(hosts.there().seats()).hasSize(4);
        hosts.assertShows(client, hosts.there());
    }

    /** What may become of data on its way. */
    private record Treatment(String name, UnaryOperator<Bytes> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Treatment> treatments() {
        return Stream.of(
                new Treatment("wrong magic", data -> changed(data, 0)),
                new Treatment("a newer version", data -> changed(data, 4)),
                new Treatment("another byte inside", data -> changed(data, data.length() / 2)),
                new Treatment("another last byte", data -> changed(data, data.length() - 1)),
                new Treatment("nothing", data -> Bytes.EMPTY),
                new Treatment("less", data -> data.slice(0, data.length() - 1)),
                new Treatment("more", data -> Bytes.wrap(Arrays.copyOf(data.toArray(), data.length() + 1))),
                new Treatment("64 MiB", data -> Bytes.wrap(new byte[64 << 20])));
    }

    private static Bytes changed(Bytes data, int at) {
        byte[] bytes = data.toArray();
        bytes[at] ^= 1;
        return Bytes.wrap(bytes);
    }

    @ParameterizedTest
    @MethodSource("treatments")
    void s25HostileDataCostsItsClientAlone(Treatment treatment) {
        for (ChannelId channel : List.of(MAIN, DISPLAY, INPUTS)) {
            TwoHosts hosts = new TwoHosts();
            FollowingClient witness = hosts.client();
            FollowingClient client = hosts.login(hosts.newClient()
                    .carrying((id, data) ->
                            Optional.of(id.equals(channel) ? treatment.change().apply(data) : data)));
            hosts.announce();
            hosts.start();
            hosts.until("the end", () -> hosts.here().completions() > 0);
            hosts.elapse(60_000);

            assertThat(hosts.there().guest().isRunning()).isTrue();
            assertThat(client.isWhollyAt(hosts.there()) && client.logins() == 1)
                    .as("%s on %s", treatment, channel)
                    .isFalse();
            assertThat(hosts.here().moved()).contains(ClientMove.LOST);
            assertThat(witness.isWhollyAt(hosts.there())).isTrue();
            assertThat(witness.logins()).isEqualTo(1);
            hosts.there().guest().fill(BOX, 0x565656);
            hosts.assertShows(witness, hosts.there());
        }
    }

    @Test
    void s26SessionLivesHereWhileManagementHoldsTheMove() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        hosts.here().moves().pauseBeforeSwitchover(true);
        hosts.announce();
        hosts.start();
        hosts.until("the hold", () -> hosts.here().status() == MigrationStatus.PRE_SWITCHOVER);
        hosts.elapse(30_000);
        assertThat(client.isGone()).isFalse();
        assertThat(hosts.here().moved()).doesNotContain(ClientMove.LOST);
        client.say(INPUTS, new KeyDown(0x1e));
        hosts.settle();
        hosts.here().moves().proceed();
        hosts.until("the end", () -> hosts.here().completions() > 0);
        hosts.settle();

        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        assertThat(hosts.there().guest().typed()).containsExactly("key 1e down");
    }

    @Test
    void s26ClientOfAGuestThatIsHeldThereIsThereAndSeesItGoOn() {
        TwoHosts hosts = new TwoHosts(1, options -> options.startPaused(true));
        FollowingClient client = hosts.client();
        hosts.here().guest().fill(BOX, 0x232323);
        hosts.move();
        hosts.elapse(30_000);
        assertThat(hosts.there().guest().isRunning()).isFalse();
        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        hosts.there().state().resume();
        hosts.there().guest().fill(Rect.ofSize(0, 0, 8, 8), 0x787878);

        hosts.assertShows(client, hosts.there());
        assertTypes(hosts, client, hosts.there());
    }

    @Test
    void s27OnlyTheTargetThatWasAnnouncedLastKeepsItsLinks() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        TestHost second = hosts.another();
        hosts.announce();
        assertThat(hosts.there().seats()).hasSize(4);
        hosts.here().moves().announce(second.address());
        hosts.settle();
        assertThat(hosts.there().seats()).isEmpty();
        assertThat(second.seats()).hasSize(4);
        hosts.here().moves().startTo(HostNetwork.at(second.streamPort()));
        hosts.until("the end", () -> hosts.here().completions() > 0);
        hosts.elapse(100);

        assertThat(client.isWhollyAt(second)).isTrue();
        assertThat(client.heard(MAIN).stream()
                        .filter(message -> message instanceof MigrateBeginSeamless || message instanceof MigrateCancel)
                        .map(Object::getClass))
                .containsExactly(MigrateBeginSeamless.class, MigrateCancel.class, MigrateBeginSeamless.class);
    }

    @Test
    void s28GuestThatChangesItsModeAtAnyStepLooksTheSameEverywhere() {
        for (int steps = 0; steps < 30; steps += 3) {
            TwoHosts hosts = new TwoHosts();
            FollowingClient client = hosts.client();
            hosts.here().guest().fill(BOX, 0x232323);
            hosts.here().moves().announce(hosts.there().address());
            hosts.here().moves().startTo(HostNetwork.at(hosts.there().streamPort()));
            for (int step = 0; step < steps; step++) {
                hosts.step();
            }
            if (hosts.here().guest().isRunning()) {
                hosts.here().guest().port(0).destroySurface(0);
                hosts.here().guest().port(0).createSurface(0, 40, 30, SurfaceFormat.XRGB_32, null);
                hosts.here().guest().fill(Rect.ofSize(1, 1, 5, 5), 0x676767);
            }
            hosts.until("the end", () -> hosts.here().completions() > 0);
            hosts.elapse(100);

            assertThat(client.isWhollyAt(hosts.there())).isTrue();
            assertThat(hosts.there().picture(0)).isEqualTo(hosts.here().picture(0));
            hosts.there().guest().fill(Rect.ofSize(10, 10, 5, 5), 0x898989);
            hosts.assertShows(client, hosts.there());
        }
    }

    @Test
    void s28ResetWhileTheGuestIsCopiedHarmsNobody() {
        TwoHosts hosts = new TwoHosts();
        FollowingClient client = hosts.client();
        client.say(INPUTS, new KeyDown(0x1e));
        hosts.announce();
        hosts.here().moves().startTo(HostNetwork.at(hosts.there().streamPort()));
        hosts.step();
        hosts.here().state().reset();
        hosts.until("the end", () -> hosts.here().completions() > 0);
        hosts.elapse(100);

        assertThat(client.isWhollyAt(hosts.there())).isTrue();
        hosts.assertShows(client, hosts.there());
    }

    @Test
    void s29ManagementThatComesBackIsToldAllByWhatItAsksFor() {
        TwoHosts hosts = new TwoHosts();
        hosts.client();
        assertThat(hosts.here().moves().areClientsMigrated()).isFalse();
        hosts.move();
        hosts.elapse(3_600_000);

        assertThat(hosts.here().moves().areClientsMigrated()).isTrue();
        assertThat(hosts.here().status()).isEqualTo(MigrationStatus.COMPLETED);
        assertThat(hosts.here().state().status()).isEqualTo(GuestStatus.POSTMIGRATE);
    }

    private static List<Integer> flags(FollowingClient client, ChannelId channel) {
        return client.heard(channel).stream()
                .filter(Migrate.class::isInstance)
                .map(message -> ((Migrate) message).flags())
                .toList();
    }

    private static void assertTypes(TwoHosts hosts, FollowingClient client, TestHost host) {
        client.say(INPUTS, new KeyDown(0x39));
        client.say(INPUTS, new KeyUp(0xb9));
        hosts.settle();
        assertThat(host.guest().typed()).endsWith("key 39 down", "key 39 up");
    }
}
