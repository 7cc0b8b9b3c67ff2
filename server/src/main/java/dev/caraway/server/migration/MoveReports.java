package dev.caraway.server.migration;

import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.MigrationStatus;

/** Who is told how a guest moves, and how its clients follow. On the loop only. */
public interface MoveReports {

    /** The move of the guest has come so far. */
    void onStatus(MigrationStatus status);

    /** A round of copying begins; counts from 1. */
    void onPass(long pass);

    /**
     * A client has come so far.
     *
     * @param reason why, where it is refused or lost; else empty
     */
    void onClientMove(int connectionId, ClientMove move, String reason);

    /** No client needs this server any more: SPICE_MIGRATE_COMPLETED. */
    void onClientsMigrated();

    /** The attempt has failed or was cancelled; the clients are still here. */
    void onClientsStay();
}
