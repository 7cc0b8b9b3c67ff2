package dev.caraway.server.control;

import static dev.caraway.server.control.Argument.required;
import static dev.caraway.server.control.ValueType.BOOLEAN;
import static dev.caraway.server.control.ValueType.oneOf;
import static dev.caraway.server.control.ValueType.structure;

import dev.caraway.server.control.ValueType.Structure;

/** Every event that the control port tells, by QEMU's names. */
enum EventType {
    SPICE_CONNECTED,
    SPICE_INITIALIZED,
    SPICE_DISCONNECTED,
    STOP,
    RESUME,
    RESET,
    POWERDOWN,
    SHUTDOWN;

    /** The name that goes out. */
    String label() {
        return name();
    }

    /** What its data is; an event without members has none. */
    Structure data() {
        return switch (this) {
            case SPICE_CONNECTED, SPICE_DISCONNECTED ->
                structure(required("server", ReplyTypes.END), required("client", ReplyTypes.END));
            case SPICE_INITIALIZED ->
                structure(required("server", ReplyTypes.SERVER_END), required("client", ReplyTypes.CLIENT_CHANNEL));
            case STOP, RESUME, POWERDOWN -> ValueType.NOTHING;
            case RESET -> structure(required("guest", BOOLEAN), required("reason", oneOf("host-qmp-system-reset")));
            case SHUTDOWN ->
                structure(
                        required("guest", BOOLEAN),
                        required("reason", oneOf("guest-shutdown", "host-qmp-quit", "host-signal")));
        };
    }
}
