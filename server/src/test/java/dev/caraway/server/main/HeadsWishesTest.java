package dev.caraway.server.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ClientMessage;
import dev.caraway.protocol.agent.AgentMessageHeader;
import dev.caraway.protocol.agent.MonitorConfig;
import dev.caraway.protocol.agent.MonitorsConfig;
import dev.caraway.protocol.main.AgentStart;
import dev.caraway.protocol.main.AgentToken;
import dev.caraway.protocol.main.ClientAgentData;
import dev.caraway.protocol.main.MainInit;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.agent.HeadsWish;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.channel.RecordingOutbox;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.guest.Head;
import dev.caraway.server.session.Peers;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class HeadsWishesTest {

    private final VirtualLoop loop = new VirtualLoop();
    private final List<HeadsWish> told = new ArrayList<>();
    private final HeadsWishes wishes = new HeadsWishes(loop, told::add);

    @Test
    void firstWishIsToldAtOnce() {
        wishes.wish(wide(400));
        assertThat(told).containsExactly(wide(400));
    }

    @Test
    void ofManyWishesTheNewestIsToldFiveTimesASecond() {
        for (int millis = 0; millis < 1000; millis++) {
            wishes.wish(wide(400 + millis));
            loop.advanceMillis(1);
        }
        loop.advanceMillis(1000);
        assertThat(told.size()).isBetween(5, 7);
        assertThat(told.get(told.size() - 1)).isEqualTo(wide(1399));
    }

    @Test
    void clientOfAGuestThatFollowsFindsAnAgentAndGetsItsCreditBack() {
        MainChannel main = new MainChannel(
                loop,
                new MultiMediaClock(loop),
                new MainChannel.Identity("desk", new UUID(0, 0), List.of()),
                clientMouse -> {},
                Optional.of(told::add));
        Session session = new Sessions().create();
        RecordingOutbox outbox = new RecordingOutbox();
        MainChannelClient client = main.admit(session, Peers.on(ChannelType.MAIN), outbox);
        session.add(client);
        client.onLinked();
        assertThat(outbox.take()).anyMatch(message -> message instanceof MainInit init && init.agentConnected());

        say(client, new AgentStart(0));
        for (int i = 0; i < 50; i++) {
            MonitorsConfig config = new MonitorsConfig(0, List.of(new MonitorConfig(300, 400, 32, 0, 0)), List.of());
            say(client, new ClientAgentData(AgentMessageHeader.frame(config)));
        }
        assertThat(told).containsExactly(wide(400));
        assertThat(outbox.take())
                .filteredOn(AgentToken.class::isInstance)
                .hasSize(10)
                .containsOnly(new AgentToken(5));
    }

    private static void say(MainChannelClient client, ClientMessage message) {
        client.onMessage(message.opcode(), SpiceWriter.encode(message));
    }

    private static HeadsWish wide(int width) {
        return new HeadsWish(List.of(Optional.of(new Head(0, 0, width, 300))));
    }
}
