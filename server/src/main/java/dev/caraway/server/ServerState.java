package dev.caraway.server;

import dev.caraway.protocol.display.Head;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.StreamSockets;
import dev.caraway.server.display.DisplayChannel;
import dev.caraway.server.event.ClientChannel;
import dev.caraway.server.event.Counter;
import dev.caraway.server.event.ServerEvent;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestException;
import dev.caraway.server.inputs.InjectedInputs;
import dev.caraway.server.link.Ticket;
import dev.caraway.server.link.TicketProof;
import dev.caraway.server.link.Ticketing;
import dev.caraway.server.migration.GuestMoves;
import dev.caraway.server.migration.MoveParts;
import dev.caraway.server.migration.Vouching;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.Sessions;
import dev.caraway.server.surface.Surface;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a server is, between its sockets and its guest. On the loop only, and it says so. */
final class ServerState {

    private static final Logger LOG = LoggerFactory.getLogger(ServerState.class);

    private final Loop loop;
    private final Guest guest;
    private final EventBus events = new EventBus();
    private final Sessions sessions = new Sessions();
    private final Channels channels;
    private final Admissions admissions;
    private final Ticketing ticketing;
    private final GuestPower power;
    private final GuestMoves moves;

    /**
     * @param asked what the guest has said of itself
     * @param workers compress what would keep the loop too long
     * @param hosts the way to other hosts
     */
    ServerState(ServerOptions options, GuestParts asked, Loop loop, Executor workers, StreamSockets hosts) {
        this.loop = loop;
        this.guest = options.guest();
        this.channels = new Channels(loop, options, asked, workers);
        this.power = new GuestPower(guest, channels.guestInputs(), events);
        this.ticketing = options.ticketing() ? Ticketing.required() : Ticketing.off();
        options.password().ifPresent(ticketing::set);
        MoveParts parts = new MoveParts(
                options.name(),
                asked.state(),
                asked.migrationListener(),
                power,
                sessions,
                channels.offered(),
                channels,
                new VouchingByTicket());
        this.moves = new GuestMoves(
                loop,
                parts,
                hosts,
                sessions,
                new MoveEvents(events),
                options.seamlessMigration(),
                options.unsignedMigration() != UnsignedMigration.REFUSE);
        this.admissions = new Admissions(options, sessions, channels, events, moves.target());
    }

    Admissions admissions() {
        return admissions;
    }

    Ticketing ticketing() {
        return ticketing;
    }

    EventBus events() {
        return events;
    }

    /** Gives the guest its ends, and lets it run unless it is to start paused. */
    void start(boolean paused, boolean incoming) {
        assert loop.inLoop();
        channels.attach(loop, this::onMistake);
        if (incoming) {
            moves.awaitGuest();
        }
        power.start(paused, incoming);
    }

    GuestMoves moves() {
        assert loop.inLoop();
        return moves;
    }

    GuestStatus status() {
        assert loop.inLoop();
        return power.status();
    }

    boolean isClientMouse() {
        assert loop.inLoop();
        return channels.main().isClientMouse();
    }

    /** The channels of all clients, oldest client first. */
    List<ClientChannel> clientChannels() {
        assert loop.inLoop();
        return sessions.all().stream()
                .flatMap(session -> session.channels().stream())
                .map(Admissions::describe)
                .toList();
    }

    /** What every client has counted, oldest client first. */
    List<ServerStats.Client> clientStats() {
        assert loop.inLoop();
        return sessions.all().stream()
                .map(session -> new ServerStats.Client(
                        session.connectionId(),
                        session.counts(),
                        session.channels().stream()
                                .map(channel -> new ServerStats.Channel(
                                        Admissions.describe(channel), channel.counts(), channel.images()))
                                .toList()))
                .toList();
    }

    Map<Counter, Long> surfaceCounts() {
        assert loop.inLoop();
        List<Surface> surfaces = channels.displays().stream()
                .flatMap(display -> display.surfaces().all().stream())
                .toList();
        Map<Counter, Long> counts = new EnumMap<>(Counter.class);
        counts.put(Counter.SURFACES, (long) surfaces.size());
        counts.put(
                Counter.SURFACE_BYTES,
                surfaces.stream()
                        .mapToLong(surface -> (long) surface.width() * surface.height() * Integer.BYTES)
                        .sum());
        return counts;
    }

    void resume() {
        assert loop.inLoop();
        if (!moves.startsGuestWithoutStream()) {
            power.resume();
        }
    }

    void pause() {
        assert loop.inLoop();
        power.pause();
    }

    void reset() {
        assert loop.inLoop();
        channels.inputs().injected().releaseAll();
        power.reset();
    }

    void powerDown() {
        assert loop.inLoop();
        power.powerDown();
    }

    /** Places are on that head of a display, or anywhere on it. */
    InputOutcome sendInput(int display, OptionalInt head, List<InputEvent> inputs) {
        assert loop.inLoop();
        InjectedInputs injected = channels.inputs().injected();
        // QEMU refuses a device that it does not know before it looks at the guest.
        injected.aim(display, head);
        if (!power.isRunning()) {
            return InputOutcome.GUEST_STOPPED;
        }
        if (!isClientMouse() && inputs.stream().anyMatch(InputEvent.Place.class::isInstance)) {
            return InputOutcome.NO_ABSOLUTE_POINTER;
        }
        inputs.forEach(event -> inject(event, injected));
        injected.flush();
        return InputOutcome.DELIVERED;
    }

    void typeKeys(List<InputEvent.Key> keys, long holdMillis) {
        assert loop.inLoop();
        if (power.isRunning()) {
            channels.inputs()
                    .injected()
                    .type(keys.stream().map(InputEvent.Key::scancode).toList(), holdMillis);
        }
    }

    private static void inject(InputEvent event, InjectedInputs injected) {
        if (event instanceof InputEvent.Key key) {
            injected.key(key.scancode(), key.down());
        } else if (event instanceof InputEvent.Button button) {
            injected.button(button.button(), button.down());
        } else if (event instanceof InputEvent.Move move) {
            boolean isX = move.axis() == InputEvent.Axis.X;
            injected.move(isX ? move.pixels() : 0, isX ? 0 : move.pixels());
        } else if (event instanceof InputEvent.Place place) {
            if (place.axis() == InputEvent.Axis.X) {
                injected.placeX(place.value(), InputEvent.PLACE_MAX);
            } else {
                injected.placeY(place.value(), InputEvent.PLACE_MAX);
            }
        }
    }

    void setPassword(Ticket ticket, ConnectedClients connected) {
        assert loop.inLoop();
        requireTicketing();
        if (connected == ConnectedClients.FAIL && sessions.isAnyConnected()) {
            throw new IllegalStateException("password: expected no client to be connected");
        }
        ticketing.set(ticket);
        if (connected == ConnectedClients.DISCONNECT) {
            ticketing.withdrawVouchers();
            closeSessions("the password was changed");
        }
    }

    void expirePassword(PasswordExpiry expiry) {
        assert loop.inLoop();
        requireTicketing();
        if (expiry instanceof PasswordExpiry.Never) {
            ticketing.expireNever();
        } else if (expiry instanceof PasswordExpiry.Now) {
            ticketing.expireNow(loop.nanoTime());
        } else if (expiry instanceof PasswordExpiry.After after) {
            ticketing.expireAfter(after.seconds(), loop.nanoTime());
        }
    }

    /** The primary surface of a display; or that part of it which is one of its heads. */
    Screenshot screenshot(int display, OptionalInt head) {
        assert loop.inLoop();
        int displays = channels.displays().size();
        if (display < 0 || display >= displays) {
            throw new IllegalArgumentException("display " + display + ": expected less than " + displays);
        }
        DisplayChannel channel = channels.display(display);
        Surface primary = channel.surfaces()
                .primary()
                .orElseThrow(() -> new IllegalStateException("screenshot: expected a primary surface, got none"));
        Rect area = head.isPresent() ? area(channel.heads(), head.getAsInt(), primary) : primary.bounds();
        byte[] pixels = primary.copyOf(area).toArray();
        for (int unused = 3; unused < pixels.length; unused += 4) {
            pixels[unused] = 0;
        }
        return new Screenshot(area.width(), area.height(), Bytes.wrap(pixels));
    }

    private static Rect area(List<Head> heads, int number, Surface primary) {
        if (number < 0 || number >= heads.size()) {
            throw new IllegalArgumentException("head " + number + ": expected less than " + heads.size());
        }
        Head head = heads.get(number);
        Rect area = Rect.ofSize(head.x(), head.y(), head.width(), head.height()).intersection(primary.bounds());
        if (area.isEmpty()) {
            throw new IllegalStateException("head " + number + ": expected pixels of the primary surface");
        }
        return area;
    }

    /** Lets go of the clients, whose sockets close in their own time; then {@link #closeGuest} follows. */
    void close() {
        assert loop.inLoop();
        events.publish(new ServerEvent.ShuttingDown(false));
        moves.close();
        channels.detach();
        channels.inputs().injected().end();
        closeSessions("server closes");
    }

    /** Forgets the password and tells the guest that it was the last callback; no client is left. */
    void closeGuest() {
        assert loop.inLoop();
        ticketing.clear();
        guest.onClose();
    }

    /** The clients may have been told half of something; they can come again and are shown everything anew. */
    private void onMistake(Throwable mistake) {
        if (mistake instanceof GuestException) {
            LOG.error("guest Closing all clients after its mistake reason={}", mistake.getMessage(), mistake);
            closeSessions("a mistake of the guest");
        } else {
            LOG.error("server Closing all clients after a mistake", mistake);
            closeSessions("a mistake of the server or its guest");
        }
    }

    private void closeSessions(String reason) {
        sessions.all().forEach((Session session) -> session.close(reason));
    }

    private void requireTicketing() {
        if (!ticketing.isRequired()) {
            throw new IllegalStateException("password: expected ticketing to be enabled");
        }
    }

    /** Clients that change hosts have no ticket but the one that was in force when they came. */
    private final class VouchingByTicket implements Vouching {

        @Override
        public void forLinks(int connectionId, Bytes proof, long millis) {
            ticketing.vouch(connectionId, new TicketProof(proof), deadline(millis));
        }

        @Override
        public void forLogin(Bytes proof, long millis) {
            ticketing.vouch(0, new TicketProof(proof), deadline(millis));
        }

        @Override
        public void withdraw(int connectionId, Bytes proof) {
            ticketing.withdraw(connectionId, new TicketProof(proof));
        }

        private long deadline(long millis) {
            return loop.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        }
    }
}
