package dev.caraway.server.migration;

import dev.caraway.migration.MigrationMode;
import dev.caraway.migration.source.SourceEffect;
import dev.caraway.migration.source.SourceEffect.CompleteSnapshot;
import dev.caraway.migration.source.SourceEffect.DisconnectClient;
import dev.caraway.migration.source.SourceEffect.HandOverChannels;
import dev.caraway.migration.source.SourceEffect.HandOverInputs;
import dev.caraway.migration.source.SourceEffect.HandOverMain;
import dev.caraway.migration.source.SourceEffect.RecallClient;
import dev.caraway.migration.source.SourceEffect.RedirectHere;
import dev.caraway.migration.source.SourceEffect.ReleaseClient;
import dev.caraway.migration.source.SourceEffect.ReleaseTarget;
import dev.caraway.migration.source.SourceEffect.ReportCancelled;
import dev.caraway.migration.source.SourceEffect.ReportCompleted;
import dev.caraway.migration.source.SourceEffect.ReportLost;
import dev.caraway.migration.source.SourceEffect.ResumeGuest;
import dev.caraway.migration.source.SourceEffect.SendMigrateBegin;
import dev.caraway.migration.source.SourceEffect.SendMigrateCancel;
import dev.caraway.migration.source.SourceEffect.SendMigrateEnd;
import dev.caraway.migration.source.SourceEffect.SendRun;
import dev.caraway.migration.source.SourceEffect.SendSwitchHost;
import dev.caraway.migration.source.SourceEffect.StopGuest;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.main.DstInfo;
import dev.caraway.protocol.main.MigrateBegin;
import dev.caraway.protocol.main.MigrateBeginSeamless;
import dev.caraway.protocol.main.MigrateCancel;
import dev.caraway.protocol.main.MigrateEnd;
import dev.caraway.protocol.main.MigrateSwitchHost;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.Sessions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The clients that leave, and what {@link MigrationSource} has done with them. On the loop only. */
final class Departures {

    static final String GUEST_LEFT = "the guest has gone to another host";

    /** So long a client that was sent here anew may take to come. */
    private static final long REDIRECT_MILLIS = 60_000;

    private final Sessions sessions;
    private final Vouching vouching;
    private final Cutover cutover;
    private final MoveReports reports;
    private final Map<Integer, DepartingClient> departing = new HashMap<>();
    private @Nullable Announcement announcement;

    Departures(Sessions sessions, Vouching vouching, Cutover cutover, MoveReports reports) {
        this.sessions = sessions;
        this.vouching = vouching;
        this.cutover = cutover;
        this.reports = reports;
    }

    /** From now on clients are told to go there. */
    void announce(Announcement where) {
        announcement = where;
    }

    Announcement announcement() {
        if (announcement == null) {
            throw new AssertionError("migration: expected a destination");
        }
        return announcement;
    }

    void add(Session session, DepartingClient.Listener listener) {
        departing.put(session.connectionId(), new DepartingClient(session, cutover, listener));
    }

    void remove(Session session) {
        departing.remove(session.connectionId());
    }

    void guestStopped() {
        departing.values().forEach(DepartingClient::guestStopped);
    }

    /** Does what the machine says, but for its timer. */
    void perform(SourceEffect effect) {
        if (effect instanceof SendMigrateBegin begin) {
            sendMigrateBegin(begin);
        } else if (effect instanceof SendMigrateCancel cancel) {
            tell(cancel.client(), new MigrateCancel());
        } else if (effect instanceof SendMigrateEnd end) {
            tell(end.client(), new MigrateEnd());
        } else if (effect instanceof SendSwitchHost move) {
            addressFor(move.client())
                    .ifPresentOrElse(
                            target -> tell(move.client(), new MigrateSwitchHost(target)),
                            () -> close(move.client(), GUEST_LEFT));
        } else if (effect instanceof RedirectHere redirect) {
            redirectHere(redirect.client());
        } else if (effect instanceof DisconnectClient disconnect) {
            close(disconnect.client(), GUEST_LEFT);
        } else if (effect instanceof ReportLost lost) {
            reports.onClientMove(lost.client(), ClientMove.LOST, GUEST_LEFT);
        } else if (effect instanceof ReportCompleted) {
            departing.clear();
            reports.onClientsMigrated();
        } else if (effect instanceof ReportCancelled) {
            departing.clear();
            reports.onClientsStay();
        } else {
            performCut(effect);
        }
    }

    private void performCut(SourceEffect effect) {
        if (effect instanceof HandOverInputs move) {
            departing(move.client()).ifPresent(DepartingClient::handOverInputs);
        } else if (effect instanceof StopGuest) {
            cutover.stopGuest();
        } else if (effect instanceof ResumeGuest) {
            cutover.resumeGuest();
        } else if (effect instanceof CompleteSnapshot) {
            cutover.completeSnapshot();
        } else if (effect instanceof SendRun) {
            cutover.sendRun();
        } else if (effect instanceof HandOverChannels move) {
            departing(move.client()).ifPresent(DepartingClient::handOverChannels);
        } else if (effect instanceof HandOverMain move) {
            departing(move.client()).ifPresent(DepartingClient::handOverMain);
        } else if (effect instanceof RecallClient recall) {
            departing(recall.client())
                    .ifPresent(client -> client.recall(() -> tell(recall.client(), new MigrateCancel())));
        } else if (effect instanceof ReleaseClient release) {
            cutover.releaseClient(release.client());
        } else if (effect instanceof ReleaseTarget) {
            cutover.releaseTarget();
        } else {
            throw new AssertionError(effect);
        }
    }

    private void sendMigrateBegin(SendMigrateBegin begin) {
        DstInfo target = addressFor(begin.client()).orElseThrow();
        tell(
                begin.client(),
                begin.isSeamless()
                        ? new MigrateBeginSeamless(target, MigrationMode.SEAMLESS_VERSION)
                        : new MigrateBegin(target));
        reports.onClientMove(begin.client(), ClientMove.LINKING, "");
    }

    /** A client that has gone could go anywhere. */
    private Optional<DstInfo> addressFor(int client) {
        Announcement where = announcement();
        return sessions.find(client).map(where::addressFor).orElse(Optional.of(where.target()));
    }

    /** The client logs in here anew, at the address that it came to. */
    private void redirectHere(int client) {
        departing(client).flatMap(DepartingClient::main).ifPresent(main -> {
            Endpoint here = main.peer().server();
            int port = here.port().orElse(0);
            boolean isEncrypted = main.peer().encrypted();
            DstInfo self = new DstInfo(isEncrypted ? 0 : port, isEncrypted ? port : 0, here.host(), null);
            Bytes proof = main.session().ticketProof();
            if (!proof.isEmpty()) {
                // The ticket by which it came may have expired since.
                vouching.forLogin(proof, REDIRECT_MILLIS);
            }
            main.send(new MigrateSwitchHost(self));
        });
    }

    private Optional<DepartingClient> departing(int client) {
        return Optional.ofNullable(departing.get(client));
    }

    private void tell(int client, ServerMessage message) {
        sessions.find(client)
                .flatMap(session -> session.channel(DepartingClient.MAIN))
                .filter(main -> main.handover().letsMessagesOut())
                .ifPresent(main -> main.send(message));
    }

    void close(int client, String reason) {
        sessions.find(client).ifPresent((Session session) -> session.close(reason));
    }

    /** The guest is elsewhere, and nobody has said where: its clients would wait here for ever. */
    void closeAll() {
        for (Session session : sessions.all()) {
            reports.onClientMove(session.connectionId(), ClientMove.LOST, GUEST_LEFT);
            session.close(GUEST_LEFT);
        }
    }
}
