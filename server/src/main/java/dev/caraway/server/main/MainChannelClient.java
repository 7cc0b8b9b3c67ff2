package dev.caraway.server.main;

import dev.caraway.migration.data.AgentFilterResult;
import dev.caraway.migration.data.ChannelData;
import dev.caraway.migration.data.CharDeviceData;
import dev.caraway.migration.data.MainData;
import dev.caraway.protocol.Limits;
import dev.caraway.protocol.capability.MainCapability;
import dev.caraway.protocol.main.AgentConnected;
import dev.caraway.protocol.main.AgentConnectedTokens;
import dev.caraway.protocol.main.AgentData;
import dev.caraway.protocol.main.AgentDisconnected;
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
import dev.caraway.protocol.main.MultiMediaTime;
import dev.caraway.protocol.main.Name;
import dev.caraway.protocol.main.QualityIndicator;
import dev.caraway.protocol.main.Uuid;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.agent.HeadsWish;
import dev.caraway.server.agent.MonitorsAgent;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.channel.PingMonitor;
import dev.caraway.server.channel.ProtocolException;
import dev.caraway.server.session.LinkedPeer;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionChannel;
import java.util.ArrayList;
import java.util.List;
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
    private int toldSupportedModes;
    private int toldMode;
    private boolean isListDue;
    private boolean isAgentStarted;
    private boolean isStopped;

    /** What the agent said and heard of wishes since nothing may be sent any more. */
    private final List<Bytes> unsaid = new ArrayList<>();

    private Optional<HeadsWish> unheard = Optional.empty();

    MainChannelClient(MainChannel channel, Session session, LinkedPeer peer, Outbox outbox, Loop loop) {
        super(session, peer, outbox, loop, PingMonitor.BUSY_INTERVAL_MILLIS);
        this.channel = channel;
        this.loop = loop;
        this.modeRequestsSinceNanos = loop.nanoTime();
        this.agent = channel.headsWishes().map(wishes -> new MonitorsAgent(this::wish, this::sayForAgent));
    }

    @Override
    protected void onOpened() {
        opened = true;
        mouseModeDue = false;
        tellMouseMode();
        send(new MainInit(
                session().connectionId(),
                channel.identity().displays(),
                toldSupportedModes,
                toldMode,
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
        giveCreditBack();
        announceMouseMode();
    }

    @Override
    protected void onGone() {
        channel.onClientGone(this);
    }

    @Override
    public void stopSending() {
        isStopped = true;
    }

    @Override
    public void resumeSending() {
        isStopped = false;
        listChannels();
        unsaid.forEach(piece -> send(new AgentData(piece)));
        unsaid.clear();
        if (agent.isPresent()) {
            giveCreditBack();
        }
        Optional<HeadsWish> late = unheard;
        unheard = Optional.empty();
        if (late.isPresent()) {
            wish(late.get());
        }
        announceMouseMode();
    }

    @Override
    public void saveState(SpiceWriter out) {
        out.u16(Math.min(attaches, MAX_ATTACHES));
        out.bool8(isListDue);
        out.u16(agentMessages);
        out.u8(toldSupportedModes);
        out.u8(toldMode);
        out.bool8(isAgentStarted);
        out.bool8(agent.isPresent());
        agent.ifPresent(present -> present.save(out));
        SavedWishes.save(unheard, out);
        out.u16(unsaid.size());
        for (Bytes piece : unsaid) {
            out.u16(piece.length());
            out.bytes(piece);
        }
    }

    /** Without MAIN_INIT, and without a mouse mode that the client knows. */
    @Override
    public void restoreState(SpiceReader in) {
        attaches = atMost(in, "main.attaches", MAX_ATTACHES);
        isListDue = in.bool8("main.is_list_due");
        agentMessages = atMost(in, "main.agent_messages", Limits.AGENT_TOKENS);
        toldSupportedModes = in.u8("main.told_modes");
        toldMode = in.u8("main.told_mode");
        isAgentStarted = in.bool8("main.is_agent_started");
        boolean hadAgent = in.bool8("main.had_agent");
        if (hadAgent) {
            agent.orElseGet(MainChannelClient::nobody).restore(in);
        }
        unheard = SavedWishes.restore(in);
        int pieces = in.counted("main.unsaid", in.u16("main.unsaid"), 2);
        for (int i = 0; i < pieces; i++) {
            unsaid.add(in.bytes("main.unsaid.piece", atMost(in, "main.unsaid.size", Limits.AGENT_DATA_BYTES)));
        }
        opened = true;
        mouseModeDue = toldSupportedModes != channel.supportedMouseModes() || toldMode != channel.currentMouseMode();
        resumeSending();
        if (hadAgent && agent.isEmpty()) {
            send(new AgentDisconnected(0));
        } else if (!hadAgent && agent.isPresent()) {
            introduceAgent();
        }
    }

    @Override
    public void startAfresh() {
        opened = true;
        send(new MultiMediaTime(channel.multiMediaTime()));
        onMouseMode();
        if (agent.isPresent()) {
            introduceAgent();
        } else {
            send(new AgentDisconnected(0));
        }
    }

    /** The client's credit counts from here. */
    private void introduceAgent() {
        agentMessages = 0;
        send(
                peer().capabilities().has(MainCapability.AGENT_CONNECTED_TOKENS)
                        ? new AgentConnectedTokens(Limits.AGENT_TOKENS)
                        : new AgentConnected());
    }

    private static MonitorsAgent nobody() {
        return new MonitorsAgent(wish -> {}, piece -> {});
    }

    private static int atMost(SpiceReader in, String field, int limit) {
        int value = in.u16(field);
        if (value > limit) {
            throw in.violation(field, "expected at most " + limit + ", got " + value);
        }
        return value;
    }

    @Override
    public Optional<ChannelData> migrateData() {
        return Optional.of(agent.map(this::agentData).orElse(MainData.WITHOUT_AGENT));
    }

    private ChannelData agentData(MonitorsAgent present) {
        return new MainData(
                new CharDeviceData(true, Limits.AGENT_TOKENS - agentMessages, present.creditToSay(), Bytes.EMPTY, 0),
                isAgentStarted,
                MainData.FromAgent.NOTHING,
                present.bytesLeft(),
                present.isListening() ? AgentFilterResult.MONITORS_CONFIG : AgentFilterResult.DISCARD);
    }

    void onMouseMode() {
        mouseModeDue = true;
        announceMouseMode();
    }

    /** A client that does not read is told the newest mode alone, once it does. */
    private void announceMouseMode() {
        if (mouseModeDue && opened && !isStopped && isGateOpen() && outbox().isWritable()) {
            mouseModeDue = false;
            tellMouseMode();
            send(new MouseMode(toldSupportedModes, toldMode));
        }
    }

    private void tellMouseMode() {
        toldSupportedModes = channel.supportedMouseModes();
        toldMode = channel.currentMouseMode();
    }

    private void listChannels() {
        if (isListDue && !isStopped && isGateOpen()) {
            isListDue = false;
            send(new ChannelsList(channel.identity().channels()));
        }
    }

    /** What the agent would like to say while nothing may be sent is at most what the client has paid for before. */
    private void sayForAgent(Bytes piece) {
        if (isStopped || !isGateOpen()) {
            unsaid.add(piece);
        } else {
            send(new AgentData(piece));
        }
    }

    /** A wish that comes when the guest runs elsewhere already goes there. */
    private void wish(HeadsWish heads) {
        if (isStopped) {
            unheard = Optional.of(heads);
        } else {
            channel.headsWishes().ifPresent(wishes -> wishes.wish(heads));
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
        if (agentMessages >= AGENT_TOKENS_AT_ONCE && !isStopped && isGateOpen()) {
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
                isListDue = true;
                listChannels();
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
            isAgentStarted = true;
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
            if (!session().moves().onConnected(session(), false)) {
                onStrayMigrationAnswer();
            }
        }

        @Override
        public void onMigrateConnectError(MigrateConnectError message) {
            if (!session().moves().onConnectError(session())) {
                onStrayMigrationAnswer();
            }
        }

        @Override
        public void onMigrateConnectedSeamless(MigrateConnectedSeamless message) {
            if (!session().moves().onConnected(session(), true)) {
                onStrayMigrationAnswer();
            }
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
