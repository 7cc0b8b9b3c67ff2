package dev.caraway.server.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ClientMessage;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.base.Ping;
import dev.caraway.protocol.base.Pong;
import dev.caraway.protocol.capability.MainCapability;
import dev.caraway.protocol.main.AttachChannels;
import dev.caraway.protocol.main.ChannelsList;
import dev.caraway.protocol.main.ClientAgentData;
import dev.caraway.protocol.main.MainInit;
import dev.caraway.protocol.main.MigrateCancel;
import dev.caraway.protocol.main.MigrateConnected;
import dev.caraway.protocol.main.MouseMode;
import dev.caraway.protocol.main.MouseModeFlag;
import dev.caraway.protocol.main.MouseModeRequest;
import dev.caraway.protocol.main.Name;
import dev.caraway.protocol.main.Uuid;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.channel.ProtocolException;
import dev.caraway.server.channel.RecordingOutbox;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.session.Peers;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MainChannelTest {

    private static final UUID MACHINE = UUID.fromString("6a1f7d1e-0000-4000-8000-0123456789ab");
    private static final List<ChannelId> OFFERED =
            List.of(new ChannelId(ChannelType.DISPLAY, 0), new ChannelId(ChannelType.INPUTS, 0));

    private final VirtualLoop loop = new VirtualLoop();
    private final List<Boolean> clientMouse = new ArrayList<>();
    private final MainChannel main = new MainChannel(
            loop,
            new MultiMediaClock(loop),
            new MainChannel.Identity("desk", MACHINE, OFFERED),
            clientMouse::add,
            Optional.empty());
    private final Sessions sessions = new Sessions();
    private final Session session = sessions.create();
    private final RecordingOutbox outbox = new RecordingOutbox();
    private final MainChannelClient client =
            main.admit(session, Peers.on(ChannelType.MAIN, MainCapability.NAME_AND_UUID), outbox);

    MainChannelTest() {
        session.add(client);
        client.onLinked();
    }

    @Test
    void clientIsWelcomedWithSessionNameAndIdentity() {
        List<ServerMessage> welcome = outbox.take();
        assertThat(welcome.get(0)).isInstanceOf(MainInit.class);
        MainInit init = (MainInit) welcome.get(0);
        assertThat(init.sessionId()).isEqualTo(session.connectionId()).isNotZero();
        assertThat(init.agentConnected()).isFalse();
        assertThat(init.currentMouseMode()).isEqualTo(MouseModeFlag.CLIENT.mask());
        assertThat(welcome).contains(new Name("desk"), new Uuid(MACHINE));
    }

    @Test
    void channelsAreListedOnce() {
        outbox.take();
        say(new AttachChannels());
        say(new AttachChannels());
        assertThat(outbox.take()).containsExactly(new ChannelsList(OFFERED));
    }

    @Test
    void attachingForEverEndsTheSession() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 11; i++) {
                        say(new AttachChannels());
                    }
                })
                .isInstanceOfSatisfying(
                        ProtocolException.class,
                        violation -> assertThat(violation.scope()).isEqualTo(ProtocolException.Scope.SESSION));
    }

    @Test
    void mouseModeFollowsTheClientsRequest() {
        outbox.take();
        say(new MouseModeRequest(MouseModeFlag.SERVER.mask()));
        say(new MouseModeRequest(MouseModeFlag.SERVER.mask()));
        say(new MouseModeRequest(0xffff));
        assertThat(outbox.take()).containsExactly(new MouseMode(3, MouseModeFlag.SERVER.mask()));
        assertThat(clientMouse).containsExactly(false);
    }

    @Test
    void withoutTabletOnlyServerModeIsPossible() {
        outbox.take();
        main.absolutePointer(false);
        assertThat(outbox.take()).containsExactly(new MouseMode(1, 1));
        say(new MouseModeRequest(MouseModeFlag.CLIENT.mask()));
        assertThat(outbox.take()).isEmpty();
        assertThat(main.isClientMouse()).isFalse();
    }

    @Test
    void agentDataBeyondItsCreditEndsTheSession() {
        for (int i = 0; i < 10; i++) {
            say(new ClientAgentData(Bytes.EMPTY));
        }
        assertThatThrownBy(() -> say(new ClientAgentData(Bytes.EMPTY))).isInstanceOf(ProtocolException.class);
    }

    @Test
    void answerToAMigrationThatNobodyStartedIsCancelled() {
        outbox.take();
        for (int i = 0; i < 3; i++) {
            say(new MigrateConnected());
        }
        assertThat(outbox.take()).containsOnly(new MigrateCancel()).hasSize(3);
        assertThatThrownBy(() -> say(new MigrateConnected())).isInstanceOf(ProtocolException.class);
    }

    @Test
    void clientThatAnswersPingsStays() {
        for (int i = 0; i < 20; i++) {
            loop.advanceMillis(15_000);
            for (ServerMessage message : outbox.take()) {
                if (message instanceof Ping ping) {
                    say(new Pong(ping.id(), ping.timestamp()));
                }
            }
        }
        assertThat(session.isClosing()).isFalse();
    }

    @Test
    void clientThatAnswersNoPingIsGoneAfterNinetySeconds() {
        loop.advanceMillis(15_000 + 89_999);
        assertThat(session.isClosing()).isFalse();
        loop.advanceMillis(1);
        assertThat(session.isClosing()).isTrue();
    }

    @Test
    void clientThatSpeaksIsNotSilent() {
        for (int i = 0; i < 20; i++) {
            loop.advanceMillis(60_000);
            say(new MouseModeRequest(0xffff));
        }
        assertThat(session.isClosing()).isFalse();
        loop.advanceMillis(90_000 + 15_000);
        assertThat(session.isClosing()).isTrue();
    }

    @Test
    void questionWaitsUntilWhatWasSentHasLeft() {
        outbox.take();
        outbox.setPendingBytes(1);
        loop.advanceMillis(60_000);
        assertThat(outbox.take()).isEmpty();
        outbox.setPendingBytes(0);
        loop.advanceMillis(1_000);
        assertThat(outbox.take()).hasOnlyElementsOfType(Ping.class).hasSize(1);
    }

    @Test
    void clientThatTakesWhatWaitsForItIsOnlySlow() {
        loop.advanceMillis(15_000);
        for (int megabytes = 20; megabytes > 0; megabytes--) {
            outbox.setPendingBytes(megabytes << 20);
            loop.advanceMillis(15_000);
        }
        assertThat(session.isClosing()).isFalse();
        loop.advanceMillis(90_000);
        assertThat(session.isClosing()).isTrue();
    }

    @Test
    void floodOfMouseModeRequestsIsHeardTenTimesASecond() {
        outbox.take();
        toggleMouseMode(100);
        assertThat(outbox.take()).hasSize(10);
        loop.advanceMillis(1_000);
        toggleMouseMode(2);
        assertThat(outbox.take()).hasSize(2);
    }

    @Test
    void clientThatDoesNotReadIsToldTheNewestModeAlone() {
        outbox.take();
        outbox.setWritable(false);
        toggleMouseMode(3);
        assertThat(outbox.take()).isEmpty();
        outbox.setWritable(true);
        client.onWritable();
        client.onWritable();
        assertThat(outbox.take()).containsExactly(new MouseMode(3, MouseModeFlag.SERVER.mask()));
    }

    @Test
    void clientThatIsOnItsWayOutIsNotConnected() {
        assertThat(sessions.isAnyConnected()).isTrue();
        session.close("test");
        assertThat(sessions.all()).containsExactly(session);
        assertThat(sessions.isAnyConnected()).isFalse();
    }

    @Test
    void sessionEndsWithItsMainChannel() {
        client.onClosed();
        assertThat(sessions.all()).isEmpty();
    }

    private void toggleMouseMode(int times) {
        for (int i = 0; i < times; i++) {
            MouseModeFlag wanted = main.isClientMouse() ? MouseModeFlag.SERVER : MouseModeFlag.CLIENT;
            say(new MouseModeRequest(wanted.mask()));
        }
    }

    private void say(ClientMessage message) {
        client.onMessage(message.opcode(), SpiceWriter.encode(message));
    }
}
