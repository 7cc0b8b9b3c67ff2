package dev.caraway.server.migration;

import dev.caraway.migration.data.MigrateBlob;
import dev.caraway.migration.stream.MovingSession;
import dev.caraway.migration.stream.SourceFrame.BlobDigest;
import dev.caraway.migration.stream.StreamException;
import dev.caraway.migration.target.BlobTrust;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.WireException;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.session.ChannelHandover.ClientBytes;
import dev.caraway.server.session.GlzArrival;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.Sessions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes clients that come from another host, before and after somebody vouches for them: the gate. On the loop only.
 *
 * <p>Management announces before it migrates, so clients link themselves here before any migrate stream exists. While the
 * gate is open such a client is let in provisionally: it may wait, and nothing else.
 */
public final class MigrationTarget implements ArrivingClient.Taker {

    /** As many clients as may wait here: more than anybody has. */
    static final int PROVISIONAL_CLIENTS = 64;

    /** After the last sign of a migration nobody comes any more; and a client that waits so long is let go. */
    static final long ARMED_MILLIS = 120_000;

    private static final Logger LOG = LoggerFactory.getLogger(MigrationTarget.class);

    /** Who is told how clients arrive. */
    interface Listener {

        /** Every channel of the client but main goes on here. */
        void onRestored(int connectionId);

        /** The client is ours. */
        void onTaken(int connectionId);

        /** The links of a client are closed; it was not taken. */
        void onLost(int connectionId, String reason);
    }

    private final Loop loop;
    private final Sessions sessions;
    private final Vouching vouching;
    private final MoveReports reports;
    private final Map<Integer, ArrivingClient> arriving = new LinkedHashMap<>();
    private final Map<Integer, MovingSession> listed = new HashMap<>();
    private final Map<Integer, ArrivingState> states = new HashMap<>();
    private final Map<Integer, Map<ChannelId, BlobDigest>> digests = new HashMap<>();
    private final Map<Integer, Map<ChannelId, List<ClientBytes>>> keptAtSource = new HashMap<>();
    /** The dictionaries of clients that are not here yet. */
    private final Map<Integer, GlzArrival> glzArrivals = new HashMap<>();

    private final boolean takesUnproven;
    private Optional<Listener> listener = Optional.empty();
    private boolean isStreamAwaited;
    private boolean isArmed;
    private boolean isListed;
    private boolean isSnapshotComplete;
    private boolean isGuestTaken;

    /** @param takesUnproven whether clients may bring along what they have although no stream vouches for it */
    MigrationTarget(Loop loop, Sessions sessions, Vouching vouching, MoveReports reports, boolean takesUnproven) {
        this.loop = loop;
        this.sessions = sessions;
        this.vouching = vouching;
        this.reports = reports;
        this.takesUnproven = takesUnproven;
    }

    /** Opens the gate. */
    void arm() {
        isArmed = true;
    }

    /** There will be a stream, and whoever comes is spoken of in it. */
    void awaitStream() {
        isStreamAwaited = true;
    }

    /** Closes it, for clients that have not come yet. */
    void disarm() {
        isArmed = false;
    }

    /** Whether a main link that names a session of another host is let in. */
    public boolean letsIn(int connectionId) {
        return isArmed
                && connectionId != 0
                && sessions.find(connectionId).isEmpty()
                && arriving.size() < PROVISIONAL_CLIENTS
                && (!isListed || listed.containsKey(connectionId));
    }

    /** Whether a stream may yet say that this client's ticket is right. */
    public boolean mayYetVouchFor(int connectionId) {
        return isArmed && isStreamAwaited && !isListed && connectionId != 0;
    }

    /** A main link was let in: a session under the id that it has at its host. */
    public Session begin(int connectionId) {
        ArrivingClient client = new ArrivingClient(loop, this, ARMED_MILLIS);
        GlzArrival begun = glzArrivals.remove(connectionId);
        Session session = sessions.createArriving(connectionId, client, begun == null ? new GlzArrival() : begun);
        client.bind(session);
        arriving.put(connectionId, client);
        LOG.info("{} Coming from another host connectionId={}", session, connectionId);
        reports.onClientMove(connectionId, ClientMove.LINKED, "");
        loop.execute(() -> catchUp(client));
        return session;
    }

    /** What the stream has said before the client came. */
    private void catchUp(ArrivingClient client) {
        if (arriving.get(client.connectionId()) != client) {
            return;
        }
        if (isListed) {
            match(client);
        }
        if (isSnapshotComplete) {
            client.snapshotCompleted();
        }
        if (isGuestTaken) {
            client.guestTaken();
        }
    }

    // What the migrate stream says.

    void follow(Listener told) {
        listener = Optional.of(told);
    }

    void onSessionList(List<MovingSession> moving) {
        isListed = true;
        for (MovingSession session : moving) {
            if (!session.ticketProof().isEmpty()) {
                vouchFor(session);
            }
            listed.put(session.connectionId(), session);
        }
        List.copyOf(arriving.values()).forEach(this::match);
    }

    private void vouchFor(MovingSession session) {
        try {
            vouching.forLinks(session.connectionId(), session.ticketProof(), ARMED_MILLIS);
            // Whoever cannot follow with its links is told in the end to log in here.
            vouching.forLogin(session.ticketProof(), ARMED_MILLIS);
        } catch (IllegalArgumentException e) {
            throw new StreamException(String.valueOf(e.getMessage()));
        }
    }

    /** Nobody else comes by what was said of this session. */
    private void withdraw(MovingSession session) {
        if (!session.ticketProof().isEmpty()) {
            vouching.withdraw(session.connectionId(), session.ticketProof());
        }
    }

    private void match(ArrivingClient client) {
        MovingSession session = listed.get(client.connectionId());
        if (session == null) {
            client.denied("the source knows no such client");
        } else {
            client.listed(new TreeSet<>(session.linked()));
        }
    }

    void onSnapshot(Map<Integer, ArrivingState> told) {
        states.putAll(told);
        isSnapshotComplete = true;
        List.copyOf(arriving.values()).forEach(ArrivingClient::snapshotCompleted);
    }

    /** Whether this client is on its way. */
    boolean isArriving(int connectionId) {
        return arriving.containsKey(connectionId);
    }

    void onGuestTaken() {
        isGuestTaken = true;
        // What is known of the others grows old from now on, since the guest draws.
        states.keySet().retainAll(arriving.keySet());
        List.copyOf(arriving.values()).forEach(ArrivingClient::guestTaken);
        glzArrivals.keySet().retainAll(arriving.keySet());
        loop.schedule(ARMED_MILLIS, () -> {
            disarm();
            List.of(glzArrivals, digests, keptAtSource, states).forEach(Map::clear);
        });
    }

    /** Read at once, whether the client is here or not: pieces come for as long as its guest draws elsewhere. */
    void onGlzPiece(int connectionId, Bytes piece) {
        ArrivingClient client = arriving.get(connectionId);
        if (client != null) {
            client.readGlz(piece);
        } else if (listed.containsKey(connectionId)) {
            try {
                glzArrivals
                        .computeIfAbsent(connectionId, id -> new GlzArrival())
                        .take(piece);
            } catch (WireException e) {
                lose(connectionId, "glz window cannot be read: " + e.getMessage());
            }
        }
    }

    /** A client that is not here yet is not let in either. */
    private void lose(int connectionId, String reason) {
        LOG.warn("migration A client cannot come connection={} reason={}", connectionId, reason);
        listed.remove(connectionId);
        glzArrivals.remove(connectionId);
        listener.ifPresent(told -> told.onLost(connectionId, reason));
    }

    void onDigest(BlobDigest digest) {
        digests.computeIfAbsent(digest.connectionId(), id -> new HashMap<>()).put(digest.channel(), digest);
        ArrivingClient client = arriving.get(digest.connectionId());
        if (client != null) {
            keptAtSource
                    .getOrDefault(digest.connectionId(), Map.of())
                    .forEach((channel, messages) -> client.keptAtSource(messages, channel));
            keptAtSource.remove(digest.connectionId());
            client.digestSaid(digest.channel());
        }
    }

    void onKept(int connectionId, ChannelId channel, List<ClientBytes> messages) {
        keptAtSource.computeIfAbsent(connectionId, id -> new HashMap<>()).merge(channel, messages, (before, more) -> {
            List<ClientBytes> all = new ArrayList<>(before);
            all.addAll(more);
            return all;
        });
    }

    void onRecall(int connectionId) {
        ArrivingClient client = arriving.get(connectionId);
        if (client != null) {
            client.moveFailed("the source has called the client back");
        }
    }

    /** The source lives, and so may its clients wait. */
    void onSourceAlive() {
        if (!isGuestTaken) {
            arriving.values().forEach(ArrivingClient::renewPatience);
        }
    }

    /** Nobody vouches for clients any more; each has a while to be called back by its host. */
    void onStreamBroken(String reason) {
        List.copyOf(arriving.values()).forEach(client -> client.expectRecall(reason));
        forget();
    }

    void onMoveFailed(String reason) {
        List.copyOf(arriving.values()).forEach(client -> client.moveFailed(reason));
        forget();
    }

    private void forget() {
        listed.values().forEach(this::withdraw);
        listed.clear();
        states.clear();
        digests.clear();
        glzArrivals.clear();
        keptAtSource.clear();
        isListed = false;
        isSnapshotComplete = false;
        listener = Optional.empty();
    }

    /** There is no stream: the guest starts here, and clients bring all that is known of them. */
    void onGuestStartedWithoutStream() {
        isSnapshotComplete = true;
        List.copyOf(arriving.values()).forEach(ArrivingClient::snapshotCompleted);
        onGuestTaken();
    }

    @Override
    public Optional<ArrivingState> stateOf(int connectionId) {
        return Optional.ofNullable(states.get(connectionId));
    }

    @Override
    public boolean welcomesSeamless() {
        return takesUnproven || isStreamAwaited;
    }

    @Override
    public boolean hasStream() {
        return listener.isPresent();
    }

    @Override
    public Optional<BlobTrust> trustIn(int connectionId, ChannelId channel, Bytes body) {
        if (!isListed) {
            return listener.isPresent() ? Optional.empty() : Optional.of(BlobTrust.UNPROVEN);
        }
        return Optional.ofNullable(digests.getOrDefault(connectionId, Map.of()).get(channel))
                .map(said -> said.length() == body.length() && said.sha256().equals(MigrateBlob.digest(body))
                        ? BlobTrust.PROVEN
                        : BlobTrust.DIFFERS);
    }

    @Override
    public void onRestored(ArrivingClient client) {
        listener.ifPresent(told -> told.onRestored(client.connectionId()));
    }

    @Override
    public void onTaken(ArrivingClient client) {
        int id = client.connectionId();
        arriving.remove(id, client);
        states.remove(id);
        Optional.ofNullable(listed.get(id)).ifPresent(this::withdraw);
        LOG.info("{} Arrived", client.session());
        reports.onClientMove(id, ClientMove.HANDED_OVER, "");
        listener.ifPresent(told -> told.onTaken(id));
    }

    @Override
    public void onGone(ArrivingClient client, String reason) {
        int id = client.connectionId();
        if (arriving.remove(id, client)) {
            List.of(glzArrivals, digests, keptAtSource, states).forEach(map -> map.remove(id));
            LOG.info("{} Did not arrive reason={}", client.session(), reason);
            reports.onClientMove(id, ClientMove.LOST, reason);
            listener.ifPresent(told -> told.onLost(id, reason));
        }
    }
}
