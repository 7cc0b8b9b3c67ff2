package dev.caraway.server.main;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.capability.MainCapability;
import dev.caraway.protocol.main.AgentData;
import dev.caraway.protocol.main.AgentStart;
import dev.caraway.protocol.main.AgentToken;
import dev.caraway.protocol.main.AttachChannels;
import dev.caraway.protocol.main.ChannelsList;
import dev.caraway.protocol.main.ClientAgentData;
import dev.caraway.protocol.main.ClientAgentToken;
import dev.caraway.protocol.main.ClientInfo;
import dev.caraway.protocol.main.ClientMigrateEnd;
import dev.caraway.protocol.main.MainClientMessage;
import dev.caraway.protocol.main.MainClientOpcode;
import dev.caraway.protocol.main.MainInit;
import dev.caraway.protocol.main.MigrateCancel;
import dev.caraway.protocol.main.MigrateConnectError;
import dev.caraway.protocol.main.MigrateConnected;
import dev.caraway.protocol.main.MigrateConnectedSeamless;
import dev.caraway.protocol.main.MigrateDstDoSeamless;
import dev.caraway.protocol.main.MouseMode;
import dev.caraway.protocol.main.MouseModeFlag;
import dev.caraway.protocol.main.MouseModeRequest;
import dev.caraway.protocol.main.Name;
import dev.caraway.protocol.main.QualityIndicator;
import dev.caraway.protocol.main.Uuid;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.agent.MonitorsAgent;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.channel.PingMonitor;
import dev.caraway.server.channel.ProtocolException;
import dev.caraway.server.session.LinkedPeer;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The main channel's half for one client. */
public final class MainChannelClient extends SessionChannel {

    /** Credit is given back in such portions; libspice-server's number. */
    private static final int AGENT_TOKENS_AT_ONCE = 5;

    /** A client attaches once; one that goes on doing it is not a client (hostile-inputs: M22). */
    private static final int MAX_ATTACHES = 10;

    /** Answers to a migration that nobody started, before the client is cut off (hostile-inputs: M23). */
    private static final int MAX_STRAY_ANSWERS = 3;

    /** Requests for a mouse mode that are heard in a second; every client is told of each (hostile-inputs: M21). */
    private static final int MAX_MODE_REQUESTS_PER_SECOND = 10;

    private final MainChannel channel;
    private final Loop loop;
    private final Optional<MonitorsAgent> agent;
    private final MainClientMessage.Handler ownMessages = new OwnMessages();
    private int attaches;
    private int strayAnswers;
    private int agentMessages;
    private int modeRequests;
    private long modeRequestsSinceNanos;
    private boolean opened;
    private boolean mouseModeDue;

    MainChannelClient(MainChannel channel, Session session, LinkedPeer peer, Outbox outbox, Loop loop) {
        super(session, peer, outbox, loop, PingMonitor.BUSY_INTERVAL_MILLIS);
        this.channel = channel;
        this.loop = loop;
        this.modeRequestsSinceNanos = loop.nanoTime();
        this.agent = channel.headsWishes()
                .map(wishes -> new MonitorsAgent(wishes::wish, piece -> send(new AgentData(piece))));
    }

    @Override
    protected void onOpened() {
        opened = true;
        mouseModeDue = false;
        send(new MainInit(
                session().connectionId(),
                1,
                channel.supportedMouseModes(),
                channel.currentMouseMode(),
                agent.isPresent(),
                Limits.AGENT_TOKENS,
                channel.multiMediaTime(),
                0));
        if (peer().capabilities().has(MainCapability.NAME_AND_UUID)) {
            send(new Name(channel.identity().name()));
            send(new Uuid(channel.identity().uuid()));
        }
    }

    @Override
    protected int ownBodyLimit(int opcode) {
        return MainClientOpcode.maxBodyBytes(opcode);
    }

    @Override
    protected MainClientMessage decodeOwn(int opcode, Bytes body) {
        return MainClientOpcode.decode(opcode, body);
    }

    @Override
    protected void onOwnMessage(int opcode, Bytes body) {
        decodeOwn(opcode, body).deliverTo(ownMessages);
    }

    @Override
    public void onWritable() {
        announceMouseMode();
    }

    @Override
    protected void onGone() {
        channel.onClientGone(this);
    }

    void onMouseMode() {
        mouseModeDue = true;
        announceMouseMode();
    }

    /** A client that does not read is told the newest mode alone, once it does. */
    private void announceMouseMode() {
        if (mouseModeDue && opened && outbox().isWritable()) {
            mouseModeDue = false;
            send(new MouseMode(channel.supportedMouseModes(), channel.currentMouseMode()));
        }
    }

    private boolean mayRequestMode() {
        long now = loop.nanoTime();
        if (now - modeRequestsSinceNanos >= TimeUnit.SECONDS.toNanos(1)) {
            modeRequestsSinceNanos = now;
            modeRequests = 0;
        }
        modeRequests++;
        return modeRequests <= MAX_MODE_REQUESTS_PER_SECOND;
    }

    private void giveCreditBack() {
        if (agentMessages >= AGENT_TOKENS_AT_ONCE) {
            send(new AgentToken(agentMessages));
            agentMessages = 0;
        }
    }

    /** A client that answers a migration we did not start is told that there is none. */
    private void onStrayMigrationAnswer() {
        strayAnswers++;
        if (strayAnswers > MAX_STRAY_ANSWERS) {
            throw ProtocolException.session("migration answer: expected none, got " + strayAnswers);
        }
        send(new MigrateCancel());
    }

    private final class OwnMessages implements MainClientMessage.Handler {

        /** What an old client can cache; display channels say it themselves now. */
        @Override
        public void onClientInfo(ClientInfo message) {}

        @Override
        public void onAttachChannels(AttachChannels message) {
            attaches++;
            if (attaches > MAX_ATTACHES) {
                throw ProtocolException.session("attach channels: expected once, got " + attaches);
            }
            if (attaches == 1) {
                send(new ChannelsList(channel.identity().channels()));
            }
        }

        @Override
        public void onMouseModeRequest(MouseModeRequest message) {
            if (!mayRequestMode()) {
                return;
            }
            if (message.mode() == MouseModeFlag.CLIENT.mask()) {
                channel.requestMouseMode(true);
            } else if (message.mode() == MouseModeFlag.SERVER.mask()) {
                channel.requestMouseMode(false);
            }
        }

        @Override
        public void onAgentStart(AgentStart message) {
            agent.ifPresent(present -> present.grant(message.numTokens()));
        }

        /** Without an agent the data goes nowhere, but credit is credit. */
        @Override
        public void onAgentData(ClientAgentData message) {
            agentMessages++;
            if (agentMessages > Limits.AGENT_TOKENS) {
                throw ProtocolException.session(
                        "agent data: expected at most " + Limits.AGENT_TOKENS + " without credit");
            }
            if (agent.isPresent()) {
                agent.get().take(message.data());
                giveCreditBack();
            }
        }

        @Override
        public void onAgentToken(ClientAgentToken message) {
            agent.ifPresent(present -> present.grant(message.numTokens()));
        }

        @Override
        public void onMigrateConnected(MigrateConnected message) {
            onStrayMigrationAnswer();
        }

        @Override
        public void onMigrateConnectError(MigrateConnectError message) {
            onStrayMigrationAnswer();
        }

        @Override
        public void onMigrateConnectedSeamless(MigrateConnectedSeamless message) {
            onStrayMigrationAnswer();
        }

        @Override
        public void onMigrateEnd(ClientMigrateEnd message) {
            throw ProtocolException.session("migrate end: expected only from a client that was migrated here");
        }

        @Override
        public void onMigrateDstDoSeamless(MigrateDstDoSeamless message) {
            throw ProtocolException.session("migrate handshake: expected only on a migrated link");
        }

        @Override
        public void onQualityIndicator(QualityIndicator message) {}
    }
}
