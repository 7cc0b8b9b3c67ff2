package dev.caraway.server;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ClientMessage;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.image.ImageCompression;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.main.DstInfo;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.ChannelClient;
import dev.caraway.server.channel.ProtocolException;
import dev.caraway.server.channel.RecordingOutbox;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.event.MigrationStatus;
import dev.caraway.server.event.ServerEvent;
import dev.caraway.server.migration.GuestMoves;
import dev.caraway.server.session.DisconnectPolicy;
import dev.caraway.server.session.LinkedPeer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A whole server but for its sockets: links come in as peers, and messages as records. A wrong ticket is the answer that
 * transport gives to it.
 */
final class TestHost {

    /** How far apart the ports of a host are. */
    static final int SECURE = 1000;

    private final HostTime time;
    private final int port;
    private final MovedGuest guest;
    private final ServerState state;
    private final List<ServerEvent> events = new ArrayList<>();
    private final List<Seat> seats = new ArrayList<>();
    private final List<Throwable> mistakes = new ArrayList<>();
    private String password = "";
    private int streamPort;
    private boolean isGone;
    private boolean isDead;

    TestHost(
            HostTime time,
            HostNetwork network,
            int port,
            MovedGuest guest,
            boolean awaitsGuest,
            UnaryOperator<SpiceServerBuilder> wishes) {
        this.time = time;
        this.port = port;
        this.guest = guest;
        SpiceServerBuilder builder = SpiceServer.builder()
                .guest(guest)
                .listen("127.0.0.1", 0)
                .disableTicketing()
                .imageCompression(ImageCompression.OFF);
        if (awaitsGuest) {
            builder.awaitGuest();
        }
        ServerOptions options = wishes.apply(builder).options();
        state = new ServerState(options, GuestParts.of(guest), time, Runnable::run, network);
        state.events().add(events::add);
        state.start(options.startPaused(), options.incoming());
    }

    int port() {
        return port;
    }

    MovedGuest guest() {
        return guest;
    }

    ServerState state() {
        return state;
    }

    GuestMoves moves() {
        return state.moves();
    }

    /** From now on only clients that know it are let in. */
    void password(String required) {
        password = required;
    }

    /** Listens for a migrate stream. */
    TestHost listen() {
        moves().listen(HostNetwork.at(0)).thenAccept(bound -> streamPort = bound.orElseThrow());
        return this;
    }

    int streamPort() {
        return streamPort;
    }

    /** How clients are told to come here. */
    DstInfo address() {
        return new DstInfo(port, 0, "127.0.0.1", null);
    }

    /** Where it speaks TLS. */
    int securePort() {
        return port + SECURE;
    }

    /** Nobody is here any more, and nothing that is sent here arrives. */
    void vanish() {
        isGone = true;
    }

    /** The process ends: all sockets of its clients do. */
    void die() {
        isGone = true;
        isDead = true;
        seats.forEach(seat -> seat.isEnded = true);
    }

    boolean isGone() {
        return isGone;
    }

    /** Whether whoever connects is told at once that nobody listens. */
    boolean isDead() {
        return isDead;
    }

    List<ServerEvent> events() {
        return events;
    }

    /** What management was told of clients, in order. */
    List<ClientMove> moved() {
        return events.stream()
                .filter(ServerEvent.ClientMoved.class::isInstance)
                .map(event -> ((ServerEvent.ClientMoved) event).move())
                .toList();
    }

    /** Why clients were refused or lost. */
    List<String> reasons() {
        return events.stream()
                .filter(ServerEvent.ClientMoved.class::isInstance)
                .map(event -> ((ServerEvent.ClientMoved) event).reason())
                .filter(reason -> !reason.isEmpty())
                .toList();
    }

    /** How often SPICE_MIGRATE_COMPLETED was said. */
    long completions() {
        return events.stream()
                .filter(ServerEvent.ClientsMigrated.class::isInstance)
                .count();
    }

    MigrationStatus status() {
        return moves().progress().status();
    }

    /** The sockets that are open here. */
    List<Seat> seats() {
        return seats.stream().filter(seat -> !seat.isToldGone).toList();
    }

    /** What a peer cannot be blamed for. */
    List<Throwable> mistakes() {
        return mistakes;
    }

    /** What the server itself shows. */
    Bytes picture(int display) {
        return state.screenshot(display, OptionalInt.empty()).pixels();
    }

    /** What a link message with this ticket is answered; a socket if that is OK. */
    Link link(ChannelId channel, int connectionId, String ticket, boolean encrypted, Capabilities capabilities) {
        LinkError security = state.admissions().checkSecurity(channel, encrypted);
        if (security != LinkError.OK) {
            return new Link(security, Optional.empty());
        }
        if (!password.isEmpty() && !password.equals(ticket)) {
            return new Link(LinkError.PERMISSION_DENIED, Optional.empty());
        }
        LinkError available = state.admissions().checkAvailable(channel, connectionId);
        if (available != LinkError.OK) {
            return new Link(available, Optional.empty());
        }
        Endpoint server =
                new Endpoint(Endpoint.Family.IPV4, "127.0.0.1", OptionalInt.of(encrypted ? securePort() : port));
        Endpoint client = new Endpoint(Endpoint.Family.IPV4, "127.0.0.1", OptionalInt.of(50_000));
        Seat seat = new Seat(
                new LinkedPeer(channel, connectionId, Capabilities.NONE, capabilities, encrypted, server, client));
        seats.add(seat);
        return new Link(LinkError.OK, Optional.of(seat));
    }

    /** Ends what the server has closed; whether there was anything. */
    boolean settle() {
        boolean isAny = false;
        for (Seat seat : seats()) {
            isAny |= seat.settle();
        }
        return isAny;
    }

    /** How a link was answered. */
    record Link(LinkError error, Optional<Seat> seat) {}

    /** A linked socket, as a client has it. */
    final class Seat {

        private final LinkedPeer peer;
        private final RecordingOutbox outbox = new RecordingOutbox();
        private final Deque<ServerMessage> unread = new ArrayDeque<>();
        private final ChannelClient channel;
        private boolean isToldGone;
        private boolean isEnded;

        private Seat(LinkedPeer peer) {
            this.peer = peer;
            channel = state.admissions().admit(peer, outbox);
            guarded(channel::onLinked);
        }

        TestHost host() {
            return TestHost.this;
        }

        ChannelId id() {
            return peer.channel();
        }

        boolean isEncrypted() {
            return peer.encrypted();
        }

        /** How many messages have left here, counted on from those of other hosts. */
        long lastSerial() {
            return outbox.lastSerial();
        }

        void say(ClientMessage message) {
            say(message.opcode(), SpiceWriter.encode(message));
        }

        /** Says any bytes under any number. */
        void say(int opcode, Bytes body) {
            time.execute(() -> {
                if (!isGone && !isToldGone) {
                    guarded(() -> take(opcode, body));
                }
            });
        }

        private void take(int opcode, Bytes body) {
            int limit = channel.bodyLimit(opcode);
            if (body.length() > limit) {
                throw ProtocolException.channel("message " + opcode + ": expected at most " + limit + " bytes");
            }
            channel.onMessage(opcode, body);
        }

        /** As transport does it. */
        private void guarded(Runnable call) {
            try {
                call.run();
            } catch (RuntimeException | Error failure) {
                DisconnectPolicy.Verdict verdict =
                        DisconnectPolicy.judge(peer.channel().type(), failure);
                if (verdict.blame() == DisconnectPolicy.Blame.US) {
                    mistakes.add(failure);
                }
                channel.close();
                outbox.close();
                if (verdict.closing() == DisconnectPolicy.Closing.SESSION) {
                    channel.closeSession(verdict.reason());
                }
            }
        }

        /** The next message, unless none has come. */
        Optional<ServerMessage> next() {
            if (!isGone) {
                unread.addAll(outbox.take());
            }
            return Optional.ofNullable(unread.poll());
        }

        /** Whether the server has closed the socket and everything before that is read. */
        boolean isEnded() {
            if (!isGone) {
                unread.addAll(outbox.take());
            }
            return isEnded && unread.isEmpty();
        }

        /** The client closes the socket. */
        void hangUp() {
            isEnded = true;
            time.execute(() -> {
                if (!isToldGone && !isGone) {
                    isToldGone = true;
                    channel.onClosed();
                }
            });
        }

        private boolean settle() {
            if (!outbox.isClosed() || isToldGone || isGone) {
                return false;
            }
            isToldGone = true;
            isEnded = true;
            time.execute(channel::onClosed);
            return true;
        }
    }
}
