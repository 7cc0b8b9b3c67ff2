package dev.caraway.server.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.migration.data.AgentFilterResult;
import dev.caraway.migration.data.MainData;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ClientMessage;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.agent.AgentMessageHeader;
import dev.caraway.protocol.agent.AnnounceCapabilities;
import dev.caraway.protocol.agent.MonitorConfig;
import dev.caraway.protocol.agent.MonitorsConfig;
import dev.caraway.protocol.base.Ping;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.capability.MainCapability;
import dev.caraway.protocol.main.AgentConnectedTokens;
import dev.caraway.protocol.main.AgentData;
import dev.caraway.protocol.main.AgentDisconnected;
import dev.caraway.protocol.main.AgentStart;
import dev.caraway.protocol.main.AgentToken;
import dev.caraway.protocol.main.AttachChannels;
import dev.caraway.protocol.main.ChannelsList;
import dev.caraway.protocol.main.ClientAgentData;
import dev.caraway.protocol.main.ClientAgentToken;
import dev.caraway.protocol.main.MouseMode;
import dev.caraway.protocol.main.MouseModeRequest;
import dev.caraway.protocol.main.MultiMediaTime;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.agent.HeadsWish;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.channel.ProtocolException;
import dev.caraway.server.channel.RecordingOutbox;
import dev.caraway.server.channel.SavedState;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.guest.Head;
import dev.caraway.server.session.Peers;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovedMainTest {

    private static final List<ChannelId> OFFERED = List.of(new ChannelId(ChannelType.DISPLAY, 0));

    private final VirtualLoop loop = new VirtualLoop();
    private final List<List<Head>> wishes = new ArrayList<>();

    /** One host's half of the channel. */
    private final class Host {

        private final MainChannel main;
        private final RecordingOutbox outbox = new RecordingOutbox();
        private final MainChannelClient client;

        Host(boolean hasAgent) {
            Optional<Consumer<HeadsWish>> guest =
                    hasAgent ? Optional.of(wish -> wishes.add(wish.on())) : Optional.empty();
            main = new MainChannel(
                    loop,
                    new MultiMediaClock(loop),
                    new MainChannel.Identity("desk", new UUID(0, 0), OFFERED),
                    clientMouse -> {},
                    guest);
            Session session = new Sessions().create();
            client = main.admit(session, Peers.on(ChannelType.MAIN, MainCapability.AGENT_CONNECTED_TOKENS), outbox);
            session.add(client);
        }

        void say(ClientMessage message) {
            client.onMessage(message.opcode(), SpiceWriter.encode(message));
        }
    }

    /** What came of a run. */
    private record Outcome(List<ServerMessage> told, List<List<Head>> wishes) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void clientHearsTheSameWhetherItMovesOrNot(long seed) {
        assertThat(drive(seed, true)).isEqualTo(drive(seed, false));
    }

    @Test
    void modeThatTheClientKnowsIsNotToldAgain() {
        Host source = linked(true);
        source.say(new MouseModeRequest(1));
        source.outbox.take();
        Host target = move(source, true);
        assertThat(target.outbox.take()).isEmpty();

        target.client.stopSending();
        target.main.absolutePointer(false);
        target.main.absolutePointer(true);
        assertThat(target.outbox.take()).isEmpty();
        assertThat(move(target, true).outbox.take()).containsExactly(new MouseMode(3, 2));
    }

    @Test
    void whatIsAskedWhenNothingMayBeSentIsAnsweredOnTheOtherSide() {
        Host source = linked(true);
        source.say(new AgentStart(10));
        source.outbox.take();
        source.client.stopSending();
        source.say(new AttachChannels());
        for (int i = 0; i < 6; i++) {
            source.say(new ClientAgentData(AgentMessageHeader.frame(wide(400 + i))));
        }
        assertThat(source.outbox.take()).isEmpty();
        assertThat(wishes).isEmpty();
        Host target = move(source, true);
        List<ServerMessage> told = target.outbox.take();
        assertThat(told.get(0)).isEqualTo(new ChannelsList(OFFERED));
        assertThat(told.subList(1, 7)).hasOnlyElementsOfType(AgentData.class);
        assertThat(told.subList(7, told.size())).containsExactly(new AgentToken(6));
        assertThat(wishes).containsExactly(List.of(new Head(0, 0, 405, 300)));
    }

    @Test
    void creditIsNotRenewedByMoving() {
        Host host = linked(false);
        for (int i = 0; i < 10; i++) {
            host.say(new ClientAgentData(Bytes.EMPTY));
            host = move(host, false);
        }
        Host last = host;
        assertThatThrownBy(() -> last.say(new ClientAgentData(Bytes.EMPTY))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void agentThatIsNotThereIsMissed() {
        assertThat(move(linked(true), false).outbox.take()).containsExactly(new AgentDisconnected(0));
        assertThat(move(linked(false), true).outbox.take()).containsExactly(new AgentConnectedTokens(10));
    }

    @Test
    void clientThatNobodyKnowsIsToldTheTimeTheModeAndTheAgent() {
        Host host = new Host(true);
        host.client.startAfresh();
        assertThat(host.outbox.take())
                .containsExactly(
                        new MultiMediaTime(host.main.multiMediaTime()),
                        new MouseMode(3, 2),
                        new AgentConnectedTokens(10));
    }

    @Test
    void blobSaysWhatTheAgentWasTold() {
        Host source = linked(true);
        source.say(new AgentStart(7));
        Bytes config = AgentMessageHeader.frame(wide(400));
        source.say(new ClientAgentData(config.slice(0, 30)));
        MainData data = (MainData) source.client.migrateData().orElseThrow();
        assertThat(data.agent().isConnected()).isTrue();
        assertThat(data.agent().clientTokens()).isEqualTo(9);
        assertThat(data.agent().sendTokens()).isEqualTo(7);
        assertThat(data.isClientAgentStarted()).isTrue();
        assertThat(data.toAgentRemainingBytes()).isEqualTo(config.length() - 30);
        assertThat(data.toAgentFilterResult()).isEqualTo(AgentFilterResult.MONITORS_CONFIG);
    }

    @Test
    void whatIsNoStateIsRefused() {
        Host source = linked(true);
        source.say(new AgentStart(10));
        source.client.stopSending();
        source.say(new ClientAgentData(AgentMessageHeader.frame(wide(400))));
        source.say(new ClientAgentData(AgentMessageHeader.frame(wide(400)).slice(0, 40)));
        SavedState.assertRefusesWhatIsNone(source.client::saveState, 1, in -> new Host(true).client.restoreState(in));
        SavedState.assertRefusesWhatIsNone(source.main::saveShared, 2, in -> new Host(true).main.restoreShared(in));
    }

    private Outcome drive(long seed, boolean moves) {
        Random random = new Random(seed);
        wishes.clear();
        List<ServerMessage> told = new ArrayList<>();
        Host host = linked(true);
        host.say(new AgentStart(20));
        Bytes rest = Bytes.EMPTY;
        for (int step = 0; step < 2000; step++) {
            switch (random.nextInt(6)) {
                case 0 -> host.say(new MouseModeRequest(1 + random.nextInt(2)));
                case 1 -> host.main.absolutePointer(random.nextBoolean());
                case 2 -> host.say(new ClientAgentToken(random.nextInt(3)));
                default -> {
                    if (rest.isEmpty()) {
                        rest = random.nextBoolean()
                                ? AgentMessageHeader.frame(wide(300 + step))
                                : AgentMessageHeader.frame(new AnnounceCapabilities(true, Capabilities.NONE));
                    }
                    int length = 1 + random.nextInt(rest.length());
                    host.say(new ClientAgentData(rest.slice(0, length)));
                    rest = rest.slice(length, rest.length() - length);
                }
            }
            loop.advanceMillis(100);
            told.addAll(host.outbox.take());
            if (random.nextInt(40) == 0 && moves) {
                host = move(host, true);
            }
        }
        loop.advanceMillis(1000);
        told.addAll(host.outbox.take());
        told.removeIf(Ping.class::isInstance);
        return new Outcome(told, List.copyOf(wishes));
    }

    private Host linked(boolean hasAgent) {
        Host host = new Host(hasAgent);
        host.client.onLinked();
        host.outbox.take();
        return host;
    }

    private Host move(Host source, boolean hasAgent) {
        source.client.stopSending();
        Host target = new Host(hasAgent);
        SavedState.move(source.main::saveShared, target.main::restoreShared);
        SavedState.move(source.client::saveState, target.client::restoreState);
        source.client.onClosed();
        return target;
    }

    private static MonitorsConfig wide(int width) {
        return new MonitorsConfig(0, List.of(new MonitorConfig(300, width, 32, 0, 0)), List.of());
    }
}
