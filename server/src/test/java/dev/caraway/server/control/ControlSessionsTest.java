package dev.caraway.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.server.event.ClientChannel;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.event.ServerEvent;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ControlSessionsTest {

    private static final String TIMESTAMP =
            "{\"timestamp\": {\"seconds\": 1700000000, \"microseconds\": 123456}, \"event\": ";
    private static final Endpoint CLIENT = new Endpoint(Endpoint.Family.IPV4, "127.0.0.1", OptionalInt.of(39842));

    @Test
    void noEventComesBeforeNegotiation() {
        FakeClient client = new FakeClient();
        client.lines();
        client.server.emit(new ServerEvent.Resumed());
        assertThat(client.lines()).isEmpty();
        client.negotiate();
        client.server.emit(new ServerEvent.Paused());
        assertThat(client.lines()).containsExactly(TIMESTAMP + "\"STOP\"}");
    }

    @Test
    void everyClientIsToldAndOneThatHasGoneIsNot() {
        FakeClient first = FakeClient.negotiated();
        FakeClient second = new FakeClient(first);
        second.negotiate();
        first.server.emit(new ServerEvent.Resumed());
        assertThat(first.lines()).containsExactly(TIMESTAMP + "\"RESUME\"}");
        assertThat(second.lines()).containsExactly(TIMESTAMP + "\"RESUME\"}");
        second.hangUp();
        first.server.emit(new ServerEvent.Paused());
        assertThat(first.lines()).hasSize(1);
        assertThat(second.lines()).isEmpty();
    }

    @Test
    void connectionsAreToldWithBothEnds() {
        FakeClient client = FakeClient.negotiated();
        client.server.emit(new ServerEvent.Connected(FakeServer.PLAIN, CLIENT));
        client.server.emit(new ServerEvent.Disconnected(FakeServer.PLAIN, CLIENT));
        String ends = ", \"data\": {\"server\": {\"port\": \"5977\", \"family\": \"ipv4\", \"host\": \"127.0.0.1\"}, "
                + "\"client\": {\"port\": \"39842\", \"family\": \"ipv4\", \"host\": \"127.0.0.1\"}}}";
        assertThat(client.lines())
                .containsExactly(TIMESTAMP + "\"SPICE_CONNECTED\"" + ends, TIMESTAMP + "\"SPICE_DISCONNECTED\"" + ends);
    }

    @Test
    void aUnixSocketsPathStandsWhereThePortWouldBe() {
        FakeClient client = FakeClient.negotiated();
        client.server.emit(new ServerEvent.Connected(
                new Endpoint(Endpoint.Family.UNIX, "/run/s.sock", OptionalInt.empty()),
                new Endpoint(Endpoint.Family.UNIX, "", OptionalInt.empty())));
        assertThat(client.lines())
                .containsExactly(TIMESTAMP + "\"SPICE_CONNECTED\", \"data\": "
                        + "{\"server\": {\"port\": \"/run/s.sock\", \"family\": \"unix\", \"host\": \"localhost\"}, "
                        + "\"client\": {\"port\": \"\", \"family\": \"unix\", \"host\": \"localhost\"}}}");
    }

    @Test
    void initializedTellsTheChannelAndWhetherATicketWasAskedFor() {
        FakeClient client = FakeClient.negotiated();
        client.server.emit(new ServerEvent.Initialized(
                new ClientChannel(FakeServer.PLAIN, CLIENT, 1609567056, new ChannelId(ChannelType.MAIN, 0), false),
                true));
        assertThat(client.lines())
                .containsExactly(TIMESTAMP + "\"SPICE_INITIALIZED\", \"data\": {\"server\": {\"port\": \"5977\", "
                        + "\"family\": \"ipv4\", \"host\": \"127.0.0.1\", \"auth\": \"spice\"}, \"client\": "
                        + "{\"port\": \"39842\", \"family\": \"ipv4\", \"host\": \"127.0.0.1\", \"channel-type\": 1, "
                        + "\"connection-id\": 1609567056, \"channel-id\": 0, \"tls\": false}}}");
    }

    @Test
    void stopIsToldBeforeItsReturn() {
        FakeClient client = FakeClient.negotiated();
        client.ask("{'execute':'cont'}");
        assertThat(client.ask("{'execute':'stop'}")).containsExactly(TIMESTAMP + "\"STOP\"}", "{\"return\": {}}");
    }

    @Test
    void stopIsToldBeforeItsReturnAlsoIfTheServerIsDoneBeforeTheLoopTurns() {
        FakeClient client = FakeClient.ofAServerElsewhere();
        client.negotiate();
        client.ask("{'execute':'cont'}");
        assertThat(client.ask("{'execute':'stop'}")).containsExactly(TIMESTAMP + "\"STOP\"}", "{\"return\": {}}");
        assertThat(client.ask("{'execute':'quit'}")).hasSize(2).last().isEqualTo("{\"return\": {}}");
    }

    @Test
    void shutdownIsToldBeforeTheReturnOfQuitAndThenEveryoneIsClosed() {
        FakeClient client = FakeClient.negotiated();
        FakeClient other = new FakeClient(client);
        other.negotiate();
        assertThat(client.ask("{'execute':'quit','id':9}{'execute':'query-name'}"))
                .containsExactly(
                        TIMESTAMP + "\"SHUTDOWN\", \"data\": {\"guest\": false, \"reason\": \"host-qmp-quit\"}}",
                        "{\"return\": {}, \"id\": 9}");
        assertThat(other.lines()).hasSize(1).first().asString().contains("SHUTDOWN");
        assertThat(client.closed).isTrue();
        assertThat(other.closed).isTrue();
        assertThat(client.portEnded).isTrue();
        assertThat(client.server.observers()).as("subscriptions left").isZero();
    }

    @Test
    void aShutdownThatNobodyHereAskedForCameFromASignalOrTheGuest() {
        FakeClient signalled = FakeClient.negotiated();
        signalled.server.emit(new ServerEvent.ShuttingDown(false));
        assertThat(signalled.lines().get(0)).contains("{\"guest\": false, \"reason\": \"host-signal\"}");
        FakeClient ended = FakeClient.negotiated();
        ended.server.emit(new ServerEvent.ShuttingDown(true));
        assertThat(ended.lines().get(0)).contains("{\"guest\": true, \"reason\": \"guest-shutdown\"}");
    }

    @Test
    void aClientThatComesWhileThePortEndsIsClosed() {
        FakeClient first = FakeClient.negotiated();
        first.sessions.end();
        FakeClient late = new FakeClient(first);
        assertThat(late.closed).isTrue();
    }
}
