package dev.caraway.server.guest;

/** What a monitor is told of a move of its machine to another host. Called on the server's loop; must return quickly. */
public interface MigrationListener {

    /** For a monitor that does not care. */
    MigrationListener IGNORED = new MigrationListener() {};

    /** Clients were told where the machine will go. */
    default void onAnnounced() {}

    /** The machine's state is on its way; the machine runs. */
    default void onStarted() {}

    /** The machine runs at the other host, or has stayed here. */
    default void onCompleted(boolean success) {}

    /** No client needs this server any more: its process may end. */
    default void onDrained() {}
}
