package dev.caraway.server.migration;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.session.ChannelHandover.ClientBytes;
import dev.caraway.server.session.SessionChannel;
import java.util.List;

/** The guest's own move, as far as its clients depend on it. On the loop only. */
interface Cutover {

    /** Whether a client that comes now can still be one of those of which the target is told. */
    boolean takesMoreClients();

    /** Whether the target listens to a migrate stream of ours. */
    boolean hasStream();

    /**
     * Makes the guest stand still and collects what is left of it; {@link MigrationSource#guestStopped} follows when all is
     * there and every client has got what was drawn for it.
     */
    void stopGuest();

    /** The guest goes on here. */
    void resumeGuest();

    /** Says the last changes and {@code snapshot complete}. */
    void completeSnapshot();

    /** Says {@code run}: from here on nobody but management lets the guest run here. */
    void sendRun();

    /** The body of the channel's MIGRATE_DATA; the target has been told its digest. */
    Bytes migrateData(SessionChannel channel);

    /** Input that came too late for our guest. */
    void forward(SessionChannel channel, List<ClientBytes> kept);

    /** The target shall close its links of this client, which has read the cancel. */
    void releaseClient(int connectionId);

    /** The target may close what it holds of the clients. */
    void releaseTarget();
}
