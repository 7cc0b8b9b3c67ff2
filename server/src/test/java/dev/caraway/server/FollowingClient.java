package dev.caraway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ClientMessage;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.base.Ack;
import dev.caraway.protocol.base.AckSync;
import dev.caraway.protocol.base.ClientMigrateData;
import dev.caraway.protocol.base.Migrate;
import dev.caraway.protocol.base.MigrateData;
import dev.caraway.protocol.base.MigrateFlushMark;
import dev.caraway.protocol.base.Ping;
import dev.caraway.protocol.base.Pong;
import dev.caraway.protocol.base.SetAck;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.capability.DisplayCapability;
import dev.caraway.protocol.capability.MainCapability;
import dev.caraway.protocol.display.DisplayInit;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.main.AttachChannels;
import dev.caraway.protocol.main.ChannelsList;
import dev.caraway.protocol.main.ClientMigrateEnd;
import dev.caraway.protocol.main.DstInfo;
import dev.caraway.protocol.main.MainInit;
import dev.caraway.protocol.main.MigrateBegin;
import dev.caraway.protocol.main.MigrateBeginSeamless;
import dev.caraway.protocol.main.MigrateCancel;
import dev.caraway.protocol.main.MigrateConnectError;
import dev.caraway.protocol.main.MigrateConnected;
import dev.caraway.protocol.main.MigrateConnectedSeamless;
import dev.caraway.protocol.main.MigrateDstDoSeamless;
import dev.caraway.protocol.main.MigrateDstSeamlessAck;
import dev.caraway.protocol.main.MigrateDstSeamlessNack;
import dev.caraway.protocol.main.MigrateEnd;
import dev.caraway.protocol.main.MigrateSwitchHost;
import dev.caraway.protocol.wire.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client that does what spice-gtk was seen to do when its guest changes hosts, and complains about what would have hurt
 * it. What it is made to do otherwise is a test's wish.
 */
final class FollowingClient {

    static final ChannelId MAIN = new ChannelId(ChannelType.MAIN, 0);
    static final ChannelId INPUTS = new ChannelId(ChannelType.INPUTS, 0);
    static final ChannelId DISPLAY = new ChannelId(ChannelType.DISPLAY, 0);
    static final ChannelId CURSOR = new ChannelId(ChannelType.CURSOR, 0);

    /** So long it tries to connect. */
    private static final long CONNECT_MILLIS = 10_000;

    private final HostTime time;
    private final IntFunction<Optional<TestHost>> hosts;
    private final ClientScreen screen = new ClientScreen();
    private final Map<ChannelId, Lane> lanes = new TreeMap<>();
    private final Map<ChannelId, List<ServerMessage>> heard = new HashMap<>();
    private final Set<TestHost> unreachable = new HashSet<>();
    private final Set<ChannelId> unwanted = new HashSet<>();
    private Capabilities mainCapabilities =
            Capabilities.of(MainCapability.SEMI_SEAMLESS_MIGRATE, MainCapability.SEAMLESS_MIGRATE);
    private String password = "";
    private long version = 1;
    private BiFunction<ChannelId, Bytes, Optional<Bytes>> courier = (channel, data) -> Optional.of(data);
    private LinkError lastError = LinkError.OK;
    private int connectionId;
    private boolean isMainDeaf;
    private boolean hasConnected;
    private boolean isSlowToAnswer;
    private boolean isFrozen;
    private boolean forgetsMain;
    private boolean isGone;
    private boolean isEncrypted;
    private int logins;
    private int cancels;

    /** A channel, and its sockets. */
    private final class Lane {

        private TestHost.Seat current;
        private TestHost.@Nullable Seat linked;
        private TestHost.@Nullable Seat former;
        /** Called back, it reads only this one until it ends. */
        private TestHost.@Nullable Seat looksAt;

        private final List<ClientMessage> waiting = new ArrayList<>();
        private boolean awaitsData;
        private boolean isLost;
        private boolean isAtTarget;
        private int untilAck;
        private int window;

        private Lane(TestHost.Seat current) {
            this.current = current;
        }

        private void say(ClientMessage message) {
            if (looksAt != null) {
                // What there is to send wakes it up.
                looksAt = null;
            }
            if (awaitsData) {
                waiting.add(message);
            } else if (isReachable(current)) {
                current.say(message);
            }
        }

        private boolean mayRead() {
            if (looksAt != null && looksAt.isEnded()) {
                looksAt = null;
            }
            boolean isDeaf = isMainDeaf && current.id().equals(MAIN);
            return !isDeaf && !isLost && looksAt == null && isReachable(current);
        }

        private void swap() {
            TestHost.Seat there = linked;
            assertThat(there).as("%s has a socket at the target", current.id()).isNotNull();
            former = current;
            current = Objects.requireNonNull(there);
            linked = null;
            isAtTarget = true;
        }

        private void sayWaiting() {
            awaitsData = false;
            List<ClientMessage> due = List.copyOf(waiting);
            waiting.clear();
            due.forEach(this::say);
        }
    }

    /** @param hosts who listens on a port */
    FollowingClient(HostTime time, IntFunction<Optional<TestHost>> hosts) {
        this.time = time;
        this.hosts = hosts;
    }

    // What a test wishes.

    FollowingClient password(String said) {
        password = said;
        return this;
    }

    /** A client that knows only these ways to follow. */
    FollowingClient capabilities(MainCapability... known) {
        mainCapabilities = Capabilities.of(known);
        return this;
    }

    /** A client that says it comes from a server of this version. */
    FollowingClient version(long said) {
        version = said;
        return this;
    }

    /** A client that speaks TLS. */
    FollowingClient encrypted() {
        isEncrypted = true;
        return this;
    }

    /** A client that never links this channel. */
    FollowingClient without(ChannelId channel) {
        unwanted.add(channel);
        return this;
    }

    /** A client that forgets its main link to a target that was called off, and never closes it. */
    FollowingClient forgettingMain() {
        forgetsMain = true;
        return this;
    }

    /** What becomes of data on its way; empty if it is never handed in. */
    FollowingClient carrying(BiFunction<ChannelId, Bytes, Optional<Bytes>> treatment) {
        courier = treatment;
        return this;
    }

    /** A client that links itself to a target and says nothing of it for now. */
    void answersLater() {
        isSlowToAnswer = true;
    }

    void answersNow() {
        isSlowToAnswer = false;
    }

    void freeze() {
        isFrozen = true;
    }

    void thaw() {
        isFrozen = false;
    }

    /** Its process ends. */
    void kill() {
        isGone = true;
        hangUpEverywhere();
    }

    /** The network to a host is gone, and nobody is told. */
    void lose(TestHost host) {
        unreachable.add(host);
    }

    /** The network is there again; whoever is not at its other end says so. */
    void regain(TestHost host) {
        unreachable.remove(host);
    }

    // What it does.

    FollowingClient login(TestHost host) {
        logins++;
        hangUpEverywhere();
        isGone = false;
        isMainDeaf = false;
        hasConnected = false;
        link(host, MAIN, 0).ifPresentOrElse(seat -> lanes.put(MAIN, new Lane(seat)), () -> isGone = true);
        return this;
    }

    /** Types on its keyboard, or whatever else. */
    void say(ChannelId channel, ClientMessage message) {
        Lane lane = lanes.get(channel);
        if (lane != null && !isGone) {
            lane.say(message);
        }
    }

    /** The socket that a channel uses. */
    TestHost.Seat seat(ChannelId channel) {
        return lane(channel).current;
    }

    /** The socket that a channel has linked for later. */
    TestHost.Seat linked(ChannelId channel) {
        return Objects.requireNonNull(lane(channel).linked);
    }

    private Lane lane(ChannelId channel) {
        return Objects.requireNonNull(lanes.get(channel), channel + ": expected to be linked");
    }

    // How it stands.

    ClientScreen screen() {
        return screen;
    }

    int connectionId() {
        return connectionId;
    }

    /** Everything that it has read on a channel. */
    List<ServerMessage> heard(ChannelId channel) {
        return heard.getOrDefault(channel, List.of());
    }

    boolean hasHeard(ChannelId channel, Class<? extends ServerMessage> type) {
        return heard(channel).stream().anyMatch(type::isInstance);
    }

    LinkError lastError() {
        return lastError;
    }

    int logins() {
        return logins;
    }

    int cancels() {
        return cancels;
    }

    boolean isGone() {
        return isGone;
    }

    boolean hasConnected() {
        return hasConnected;
    }

    /** Whether every channel of it is alive at this host, and nothing else is open. */
    boolean isWhollyAt(TestHost host) {
        return !isGone
                && !lanes.isEmpty()
                && lanes.values().stream()
                        .allMatch(lane -> lane.current.host() == host
                                && !lane.isLost
                                && !lane.awaitsData
                                && lane.looksAt == null
                                && lane.linked == null
                                && !lane.current.isEnded());
    }

    /** Reads and answers one message a channel; whether there was anything. */
    boolean step() {
        if (isFrozen || isGone) {
            return false;
        }
        boolean isAny = answerAnnouncement();
        for (Lane lane : List.copyOf(lanes.values())) {
            if (lane.mayRead() && lanes.get(lane.current.id()) == lane) {
                Optional<ServerMessage> next = lane.current.next();
                next.ifPresent(message -> hear(lane, message));
                isAny |= next.isPresent();
                if (next.isEmpty() && lane.current.isEnded()) {
                    isAny |= onEnd(lane);
                }
            }
        }
        return isAny;
    }

    /** Without main there is no client; a channel without a socket is one that shows nothing any more. */
    private boolean onEnd(Lane lane) {
        if (lane.current.id().equals(MAIN)) {
            isGone = true;
            hangUpEverywhere();
            return true;
        }
        lane.isLost = true;
        return false;
    }

    private boolean isReachable(TestHost.Seat seat) {
        return !unreachable.contains(seat.host());
    }

    /** It tries the plain port first, and the other one if there is none. */
    private int portOf(DstInfo there) {
        isEncrypted = there.port() == 0;
        return isEncrypted ? there.securePort() : there.port();
    }

    private Optional<TestHost.Seat> link(TestHost host, ChannelId channel, int id) {
        Capabilities capabilities = channel.type() == ChannelType.MAIN
                ? mainCapabilities
                : Capabilities.of(DisplayCapability.MONITORS_CONFIG);
        TestHost.Link link = host.link(
                channel,
                id,
                password,
                isEncrypted,
                channel.type() == ChannelType.MAIN || channel.type() == ChannelType.DISPLAY
                        ? capabilities
                        : Capabilities.NONE);
        lastError = link.error();
        return link.seat();
    }

    private void hear(Lane lane, ServerMessage message) {
        ChannelId channel = lane.current.id();
        heard.computeIfAbsent(channel, id -> new ArrayList<>()).add(message);
        if (lane.awaitsData) {
            onData(lane, message);
            return;
        }
        if (channel.equals(MAIN) && lane.isAtTarget) {
            // A byte there is what it has waited for to let go of the host before.
            letGoOfFormer();
        }
        acknowledge(lane, message);
        if (message instanceof SetAck setAck) {
            lane.window = (int) setAck.window();
            lane.untilAck = lane.window;
            lane.say(new AckSync(setAck.generation()));
        } else if (message instanceof Ping ping) {
            lane.say(new Pong(ping.id(), ping.timestamp()));
        } else if (message instanceof Migrate migrate) {
            onMigrate(lane, migrate);
        } else if (message instanceof MigrateData) {
            throw new AssertionError(channel + ": expected data after MIGRATE alone");
        } else if (channel.type() == ChannelType.MAIN) {
            onMain(message);
        } else if (channel.type() == ChannelType.DISPLAY) {
            screen.hear(channel.id(), message);
        }
    }

    private static void acknowledge(Lane lane, ServerMessage message) {
        if (!(message instanceof SetAck) && lane.untilAck > 0 && --lane.untilAck == 0) {
            lane.untilAck = lane.window;
            lane.say(new Ack());
        }
    }

    private void onMain(ServerMessage message) {
        if (message instanceof MainInit init) {
            connectionId = init.sessionId();
            say(MAIN, new AttachChannels());
        } else if (message instanceof ChannelsList list) {
            list.channels().stream()
                    .filter(channel -> !lanes.containsKey(channel) && !unwanted.contains(channel))
                    .forEach(this::open);
        } else if (message instanceof MigrateBeginSeamless begin) {
            onBegin(begin.dstInfo(), true);
        } else if (message instanceof MigrateBegin begin) {
            onBegin(begin.dstInfo(), false);
        } else if (message instanceof MigrateCancel) {
            onCancel();
        } else if (message instanceof MigrateEnd) {
            onMigrateEnd();
        } else if (message instanceof MigrateSwitchHost there) {
            Optional<TestHost> host = hosts.apply(portOf(there.dstInfo())).filter(found -> !found.isGone());
            hangUpEverywhere();
            isGone = true;
            host.ifPresent(this::login);
        }
    }

    private void open(ChannelId channel) {
        link(lane(MAIN).current.host(), channel, connectionId).ifPresent(seat -> {
            Lane lane = new Lane(seat);
            lanes.put(channel, lane);
            greet(lane);
        });
    }

    private void greet(Lane lane) {
        if (lane.current.id().type() == ChannelType.DISPLAY) {
            lane.say(new DisplayInit(1, 1 << 22, 1, 1 << 20));
        }
    }

    /** From here to the answer it reads nothing on main. */
    private void onBegin(DstInfo there, boolean isSeamless) {
        isMainDeaf = true;
        hasConnected = false;
        Optional<TestHost> host = hosts.apply(portOf(there));
        if (host.isEmpty() || host.get().isDead()) {
            refuse();
            return;
        }
        if (unreachable.contains(host.get())) {
            time.schedule(CONNECT_MILLIS, () -> {
                if (isMainDeaf && lane(MAIN).linked == null) {
                    refuse();
                }
            });
            return;
        }
        for (Lane lane : lanes.values()) {
            Optional<TestHost.Seat> seat = link(host.get(), lane.current.id(), connectionId);
            if (seat.isEmpty()) {
                refuse();
                return;
            }
            lane.linked = seat.get();
        }
        if (isSeamless) {
            linked(MAIN).say(new MigrateDstDoSeamless(version));
        } else {
            answer(new MigrateConnected());
        }
    }

    private void refuse() {
        dropLinks();
        isMainDeaf = false;
        lane(MAIN).say(new MigrateConnectError());
    }

    private void answer(ClientMessage connected) {
        isMainDeaf = false;
        hasConnected = true;
        lane(MAIN).say(connected);
    }

    private boolean answerAnnouncement() {
        TestHost.Seat there = isMainDeaf && !isSlowToAnswer ? lane(MAIN).linked : null;
        if (there == null || !isReachable(there)) {
            return false;
        }
        Optional<ServerMessage> said = there.next();
        if (said.isPresent() && said.get() instanceof MigrateDstSeamlessAck) {
            answer(new MigrateConnectedSeamless());
        } else if (said.isPresent() && said.get() instanceof MigrateDstSeamlessNack) {
            answer(new MigrateConnected());
        } else if (said.isEmpty() && there.isEnded()) {
            refuse();
        } else {
            assertThat(said).as("before the answer").isEmpty();
            return false;
        }
        return true;
    }

    private void dropLinks() {
        hasConnected = false;
        for (Lane lane : lanes.values()) {
            if (lane.linked != null) {
                if (!forgetsMain || lane != lane(MAIN)) {
                    lane.linked.hangUp();
                }
                lane.linked = null;
            }
        }
    }

    private void onMigrate(Lane lane, Migrate migrate) {
        // It may have read a cancel on main before this.
        assertThat(hasConnected || cancels > 0).as("MIGRATE before CONNECTED").isTrue();
        if (migrate.needsFlush()) {
            lane.current.say(new MigrateFlushMark());
        }
        if (migrate.needsDataTransfer()) {
            lane.awaitsData = true;
        } else if (hasConnected) {
            lane.swap();
        }
    }

    /** It takes whatever comes for the data, and swallows a ping alone. */
    private void onData(Lane lane, ServerMessage message) {
        ChannelId channel = lane.current.id();
        if (!(message instanceof MigrateData carried)) {
            assertThat(message).as("after MIGRATE on %s", channel).isInstanceOf(Ping.class);
            lane.sayWaiting();
            return;
        }
        if (lane.linked != null) {
            lane.swap();
        }
        courier.apply(channel, carried.data())
                .filter(data -> isReachable(lane.current))
                .ifPresent(data -> lane.current.say(new ClientMigrateData(data)));
        lane.sayWaiting();
    }

    private void onCancel() {
        cancels++;
        for (Lane lane : lanes.values()) {
            if (lane.isAtTarget && lane.former != null) {
                TestHost.Seat there = lane.current;
                lane.isLost = there.isEnded();
                lane.looksAt = there;
                lane.current = lane.former;
                lane.former = null;
                lane.isAtTarget = false;
            }
        }
        dropLinks();
    }

    private void onMigrateEnd() {
        screen.forget();
        for (Lane lane : lanes.values()) {
            if (lane.linked == null) {
                lane.isLost = true;
            } else {
                lane.swap();
            }
        }
        lane(MAIN).say(new ClientMigrateEnd());
        letGoOfFormer();
        lanes.values().forEach(this::greet);
    }

    private void letGoOfFormer() {
        for (Lane lane : lanes.values()) {
            TestHost.Seat former = lane.former;
            if (former != null) {
                former.next().ifPresent(left -> {
                    throw new AssertionError(former.id() + ": expected nothing after the data, got " + left);
                });
                former.hangUp();
                lane.former = null;
            }
            lane.isAtTarget = false;
        }
        hasConnected = false;
    }

    private void hangUpEverywhere() {
        for (Lane lane : lanes.values()) {
            Stream.of(lane.current, lane.linked, lane.former, lane.looksAt)
                    .filter(Objects::nonNull)
                    .filter(this::isReachable)
                    .forEach(TestHost.Seat::hangUp);
        }
        lanes.clear();
        screen.forget();
    }
}
