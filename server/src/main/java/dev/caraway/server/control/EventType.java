package dev.caraway.server.control;

import static dev.caraway.server.control.Argument.optional;
import static dev.caraway.server.control.Argument.required;
import static dev.caraway.server.control.ValueType.BOOLEAN;
import static dev.caraway.server.control.ValueType.INTEGER;
import static dev.caraway.server.control.ValueType.STRING;
import static dev.caraway.server.control.ValueType.oneOf;
import static dev.caraway.server.control.ValueType.structure;

import dev.caraway.server.control.ValueType.Structure;
import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.MigrationStatus;

/** Every event that the control port tells, by QEMU's names; one that is ours has a prefix. */
enum EventType {
    SPICE_CONNECTED,
    SPICE_INITIALIZED,
    SPICE_DISCONNECTED,
    SPICE_MIGRATE_COMPLETED,
    MIGRATION,
    MIGRATION_PASS,
    SPICE_MIGRATE_CLIENT,
    STOP,
    RESUME,
    RESET,
    POWERDOWN,
    SHUTDOWN;

    /** The name that goes out. */
    String label() {
        return this == SPICE_MIGRATE_CLIENT ? Commands.OURS + name() : name();
    }

    /** What its data is; an event without members has none. */
    Structure data() {
        return switch (this) {
            case SPICE_CONNECTED, SPICE_DISCONNECTED ->
                structure(required("server", ReplyTypes.END), required("client", ReplyTypes.END));
            case SPICE_INITIALIZED ->
                structure(required("server", ReplyTypes.SERVER_END), required("client", ReplyTypes.CLIENT_CHANNEL));
            case SPICE_MIGRATE_COMPLETED, STOP, RESUME, POWERDOWN -> ValueType.NOTHING;
            case MIGRATION -> structure(required("status", ReplyTypes.words(MigrationStatus.values())));
            case MIGRATION_PASS -> structure(required("pass", INTEGER));
            case SPICE_MIGRATE_CLIENT ->
                structure(
                        required("connection-id", INTEGER),
                        required("status", ReplyTypes.words(ClientMove.values())),
                        optional("reason", STRING));
            case RESET -> structure(required("guest", BOOLEAN), required("reason", oneOf("host-qmp-system-reset")));
            case SHUTDOWN ->
                structure(
                        required("guest", BOOLEAN),
                        required("reason", oneOf("guest-shutdown", "host-qmp-quit", "host-signal")));
        };
    }
}
