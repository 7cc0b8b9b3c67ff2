package dev.caraway.server.rehearsal;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
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
import dev.caraway.protocol.inputs.KeyDown;
import dev.caraway.protocol.inputs.KeyUp;
import dev.caraway.protocol.inputs.MouseMotion;
import dev.caraway.protocol.main.AttachChannels;
import dev.caraway.protocol.main.ChannelsList;
import dev.caraway.protocol.main.MainInit;
import dev.caraway.protocol.main.MigrateBeginSeamless;
import dev.caraway.protocol.main.MigrateConnectedSeamless;
import dev.caraway.protocol.main.MigrateDstDoSeamless;
import dev.caraway.protocol.main.MigrateDstSeamlessAck;
import dev.caraway.server.channel.Loop;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client that follows its guest from one made-up host to the other and looks at nothing: it answers what has to be
 * answered, in the order in which spice-gtk does.
 */
final class FollowingClient {

    private static final ChannelId MAIN = new ChannelId(ChannelType.MAIN, 0);
    private static final ChannelId INPUTS = new ChannelId(ChannelType.INPUTS, 0);
    private static final DisplayInit INIT = new DisplayInit(1, 1 << 22, 1, 1 << 22);
    private static final int KEY = 30;

    private final Loop loop;
    private final MoveRehearsal.Host here;
    private final MoveRehearsal.Host there;
    private final Map<ChannelId, Lane> lanes = new LinkedHashMap<>();
    private int connectionId;

    FollowingClient(Loop loop, MoveRehearsal.Host here, MoveRehearsal.Host there) {
        this.loop = loop;
        this.here = here;
        this.there = there;
    }

    /** A channel, and its sockets. */
    private static final class Lane {

        private MemorySocket current;
        private @Nullable MemorySocket linked;
        private @Nullable MemorySocket former;
        private boolean awaitsData;
        private boolean isThere;
        private long window = Long.MAX_VALUE;
        private long unacknowledged;

        Lane(MemorySocket current) {
            this.current = current;
        }

        private void changeHosts() {
            if (linked != null) {
                former = current;
                current = linked;
                linked = null;
                isThere = true;
            }
        }
    }

    void logIn() {
        lanes.put(MAIN, new Lane(link(here, MAIN)));
    }

    /** Presses a key and moves the mouse. */
    void type() {
        Lane inputs = lanes.get(INPUTS);
        if (inputs != null) {
            inputs.current.say(new KeyDown(KEY));
            inputs.current.say(new KeyUp(KEY));
            inputs.current.say(new MouseMotion(1, 1, 0));
        }
    }

    /** Whether every channel is at the target, and nothing else is open. */
    boolean isThere() {
        return lanes.values().stream().allMatch(lane -> lane.isThere && lane.former == null);
    }

    void hangUp() {
        for (Lane lane : lanes.values()) {
            hangUp(lane.former);
            hangUp(lane.linked);
            hangUp(lane.current);
        }
    }

    private static void hangUp(@Nullable MemorySocket socket) {
        if (socket != null) {
            socket.hangUp();
        }
    }

    /** Reads and answers one message of each channel; whether there was anything. */
    boolean step() {
        boolean isAny = answerAnnouncement();
        for (Lane lane : List.copyOf(lanes.values())) {
            ServerMessage message = lane.current.next();
            if (message != null) {
                hear(lane, message);
                isAny = true;
            }
        }
        return isAny;
    }

    private boolean answerAnnouncement() {
        Lane main = lanes.get(MAIN);
        MemorySocket linked = main == null ? null : main.linked;
        boolean isAnswered = linked != null && linked.next() instanceof MigrateDstSeamlessAck;
        if (isAnswered && main != null) {
            main.current.say(new MigrateConnectedSeamless());
        }
        return isAnswered;
    }

    private void hear(Lane lane, ServerMessage message) {
        if (lane.awaitsData && message instanceof MigrateData carried) {
            lane.awaitsData = false;
            lane.changeHosts();
            lane.current.say(new ClientMigrateData(carried.data()));
            return;
        }
        acknowledge(lane, message);
        if (message instanceof Ping ping) {
            lane.current.say(new Pong(ping.id(), ping.timestamp()));
        } else if (message instanceof Migrate migrate) {
            onMigrate(lane, migrate);
        } else if (message instanceof MainInit init) {
            connectionId = init.sessionId();
            lane.current.say(new AttachChannels());
        } else if (message instanceof ChannelsList list) {
            list.channels().forEach(this::open);
        } else if (message instanceof MigrateBeginSeamless) {
            linkEverywhere();
        }
        if (lane.isThere && lane.current.channel().equals(MAIN)) {
            // A byte there is what it has waited for to let go of the host before.
            lanes.values().forEach(each -> {
                hangUp(each.former);
                each.former = null;
            });
        }
    }

    private static void acknowledge(Lane lane, ServerMessage message) {
        if (message instanceof SetAck setAck) {
            lane.window = setAck.window();
            lane.unacknowledged = 0;
            lane.current.say(new AckSync(setAck.generation()));
        } else if (++lane.unacknowledged == lane.window) {
            lane.unacknowledged = 0;
            lane.current.say(new Ack());
        }
    }

    private static void onMigrate(Lane lane, Migrate migrate) {
        if (migrate.needsFlush()) {
            lane.current.say(new MigrateFlushMark());
        }
        lane.awaitsData = migrate.needsDataTransfer();
        if (!lane.awaitsData) {
            lane.changeHosts();
        }
    }

    private void open(ChannelId channel) {
        Lane lane = new Lane(link(here, channel));
        lanes.put(channel, lane);
        if (channel.type() == ChannelType.DISPLAY) {
            lane.current.say(INIT);
        }
    }

    private void linkEverywhere() {
        lanes.forEach((channel, lane) -> {
            lane.linked = link(there, channel);
            if (channel.equals(MAIN)) {
                lane.linked.say(new MigrateDstDoSeamless(1));
            }
        });
    }

    private MemorySocket link(MoveRehearsal.Host host, ChannelId channel) {
        Capabilities capabilities = switch (channel.type()) {
            case MAIN -> Capabilities.of(MainCapability.SEMI_SEAMLESS_MIGRATE, MainCapability.SEAMLESS_MIGRATE);
            case DISPLAY ->
                Capabilities.of(
                        DisplayCapability.MONITORS_CONFIG,
                        DisplayCapability.COMPOSITE,
                        DisplayCapability.SIZED_STREAM,
                        DisplayCapability.STREAM_REPORT);
            default -> Capabilities.NONE;
        };
        return MemorySocket.link(loop, host, channel, connectionId, capabilities);
    }
}
