package dev.caraway.server.control;

import dev.caraway.server.event.ServerEvent;
import java.time.Instant;
import java.util.Map;

/** What the server tells, in QMP's words. */
final class Events {

    private Events() {}

    /**
     * The event as it goes out.
     *
     * @param quitting whether a {@code quit} on this port is what ends the server
     */
    static Map<String, Object> event(ServerEvent event, Instant now, boolean quitting) {
        if (event instanceof ServerEvent.Connected connected) {
            return event(
                    EventType.SPICE_CONNECTED,
                    now,
                    Json.object("server", Queries.end(connected.server()), "client", Queries.end(connected.client())));
        }
        if (event instanceof ServerEvent.Initialized initialized) {
            Map<String, Object> server = Queries.end(initialized.channel().server());
            server.put("auth", initialized.ticketing() ? "spice" : "none");
            return event(
                    EventType.SPICE_INITIALIZED,
                    now,
                    Json.object("server", server, "client", Queries.channel(initialized.channel())));
        }
        if (event instanceof ServerEvent.Disconnected disconnected) {
            return event(
                    EventType.SPICE_DISCONNECTED,
                    now,
                    Json.object(
                            "server",
                            Queries.end(disconnected.server()),
                            "client",
                            Queries.end(disconnected.client())));
        }
        if (event instanceof ServerEvent.Paused) {
            return event(EventType.STOP, now, Json.object());
        }
        if (event instanceof ServerEvent.Resumed) {
            return event(EventType.RESUME, now, Json.object());
        }
        if (event instanceof ServerEvent.Reset) {
            return event(EventType.RESET, now, Json.object("guest", false, "reason", "host-qmp-system-reset"));
        }
        if (event instanceof ServerEvent.PowerDown) {
            return event(EventType.POWERDOWN, now, Json.object());
        }
        if (event instanceof ServerEvent.ShuttingDown shuttingDown) {
            boolean guest = shuttingDown.byGuest();
            String reason = guest ? "guest-shutdown" : quitting ? "host-qmp-quit" : "host-signal";
            return event(EventType.SHUTDOWN, now, Json.object("guest", guest, "reason", reason));
        }
        return migrationEvent(event, now);
    }

    private static Map<String, Object> migrationEvent(ServerEvent event, Instant now) {
        if (event instanceof ServerEvent.MigrationChanged changed) {
            return event(EventType.MIGRATION, now, Json.object("status", ReplyTypes.word(changed.status())));
        }
        if (event instanceof ServerEvent.MigrationPassed passed) {
            return event(EventType.MIGRATION_PASS, now, Json.object("pass", passed.pass()));
        }
        if (event instanceof ServerEvent.ClientsMigrated) {
            return event(EventType.SPICE_MIGRATE_COMPLETED, now, Json.object());
        }
        if (event instanceof ServerEvent.ClientMoved moved) {
            Map<String, Object> data =
                    Json.object("connection-id", moved.connectionId(), "status", ReplyTypes.word(moved.move()));
            if (!moved.reason().isEmpty()) {
                data.put("reason", moved.reason());
            }
            return event(EventType.SPICE_MIGRATE_CLIENT, now, data);
        }
        throw new AssertionError("event: expected one with a name here, got " + event);
    }

    private static Map<String, Object> event(EventType type, Instant now, Map<String, Object> data) {
        assert conforms(type, data);
        Map<String, Object> event = Json.object(
                "timestamp",
                Json.object("seconds", now.getEpochSecond(), "microseconds", now.getNano() / 1000),
                "event",
                type.label());
        if (!data.isEmpty()) {
            event.put("data", data);
        }
        return event;
    }

    /** Whether the schema tells the truth about this event. */
    private static boolean conforms(EventType type, Map<String, Object> data) {
        type.data().check("", data);
        return true;
    }
}
