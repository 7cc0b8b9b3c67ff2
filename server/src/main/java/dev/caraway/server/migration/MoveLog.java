package dev.caraway.server.migration;

import dev.caraway.protocol.main.DstInfo;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.MigrationStatus;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.Sessions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log what a move has come to, a line for each step, and passes it on. Why one failed is told by who noticed. */
final class MoveLog implements MoveReports {

    private static final Logger LOG = LoggerFactory.getLogger(MoveLog.class);

    private final Sessions sessions;
    private final Supplier<MoveProgress> progress;
    private final MoveReports told;
    /** Of those who were sent away: a session is often gone before the other host says that it has the client. */
    private final Map<Integer, String> names = new HashMap<>();

    MoveLog(Sessions sessions, Supplier<MoveProgress> progress, MoveReports told) {
        this.sessions = sessions;
        this.progress = progress;
        this.told = told;
    }

    /** Clients will be told of this destination. */
    static void announced(DstInfo destination) {
        LOG.info(
                "migration Announced host={} port={} tlsPort={} certSubject={}",
                destination.host(),
                destination.port(),
                destination.securePort(),
                Objects.requireNonNullElse(destination.certSubject(), ""));
    }

    @Override
    public void onStatus(MigrationStatus status) {
        MoveProgress move = progress.get();
        if (status == MigrationStatus.SETUP && !move.isIncoming()) {
            LOG.info("migration Started");
        } else if (status == MigrationStatus.PRE_SWITCHOVER) {
            LOG.info("migration Waiting before the switchover");
        } else if (status == MigrationStatus.CANCELLED) {
            LOG.info("migration Cancelled");
        } else if (status == MigrationStatus.COMPLETED) {
            LOG.info(
                    "migration Completed millis={} downtimeMillis={} bytes={}",
                    move.totalMillis(),
                    move.downtimeMillis(),
                    move.transferredBytes());
        }
        told.onStatus(status);
    }

    @Override
    public void onPass(long pass) {
        told.onPass(pass);
    }

    @Override
    public void onClientMove(int connectionId, ClientMove move, String reason) {
        Optional<String> name = sessions.find(connectionId).map(Session::toString);
        name.ifPresent(here -> names.put(connectionId, here));
        String client = name.orElseGet(() -> names.getOrDefault(connectionId, "client"));
        switch (move) {
            case LINKING -> LOG.info("{} Sent to link itself to the target connectionId={}", client, connectionId);
            case LINKED -> LOG.info("{} Linked to the target connectionId={}", client, connectionId);
            case HANDED_OVER -> LOG.info("{} Handed over to the target connectionId={}", client, connectionId);
            case REFUSED ->
                LOG.info("{} Refused by the target connectionId={} reason={}", client, connectionId, reason);
            case LOST -> LOG.info("{} Lost connectionId={} reason={}", client, connectionId, reason);
        }
        told.onClientMove(connectionId, move, reason);
    }

    @Override
    public void onClientsMigrated() {
        LOG.info("migration No client needs this server any more");
        names.clear();
        told.onClientsMigrated();
    }

    @Override
    public void onClientsStay() {
        LOG.info("migration Clients stay here");
        names.clear();
        told.onClientsStay();
    }
}
