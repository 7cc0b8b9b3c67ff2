package dev.caraway.server.control;

import dev.caraway.server.GuestStatus;
import dev.caraway.server.SpiceInfo;
import dev.caraway.server.event.ClientChannel;
import dev.caraway.server.event.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What the commands that only ask return. */
final class Queries {

    private Queries() {}

    /** The value of {@code query-version}, also a part of the greeting. */
    static Map<String, Object> version(Machine machine) {
        Machine.Version version = machine.version();
        return Json.object(
                "qemu",
                Json.object("micro", version.micro(), "minor", version.minor(), "major", version.major()),
                "package",
                version.vendor());
    }

    static Map<String, Object> name(Machine machine) {
        String name = machine.server().name();
        return name.isEmpty() ? Json.object() : Json.object("name", name);
    }

    static Map<String, Object> uuid(Machine machine) {
        return Json.object("UUID", machine.server().uuid().toString());
    }

    static CompletionStage<Map<String, Object>> status(Machine machine) {
        return machine.server()
                .status()
                .thenApply(status -> Json.object(
                        "status",
                        ReplyTypes.word(status),
                        "singlestep",
                        false,
                        "running",
                        status == GuestStatus.RUNNING));
    }

    static CompletionStage<Map<String, Object>> spice(Machine machine) {
        return machine.server().info().thenCombine(machine.server().migration().info(), (info, migration) -> {
            return spice(info, migration.clientsMigrated(), machine.version());
        });
    }

    private static Map<String, Object> spice(SpiceInfo info, boolean migrated, Machine.Version version) {
        Map<String, Object> reply =
                Json.object("migrated", migrated, "enabled", true, "auth", info.ticketing() ? "spice" : "none");
        info.plain().ifPresent(endpoint -> endpoint.port().ifPresent(port -> reply.put("port", port)));
        info.encrypted().ifPresent(endpoint -> endpoint.port().ifPresent(port -> reply.put("tls-port", port)));
        reply.put("compiled-version", version.toString());
        reply.put("host", info.plain().or(info::encrypted).map(Queries::host).orElse("*"));
        List<Map<String, Object>> channels =
                info.channels().stream().map(Queries::channel).toList();
        reply.put("channels", channels);
        reply.put("mouse-mode", info.clientMouse() ? "client" : "server");
        return reply;
    }

    /** A channel as lists and events name it: by the client's end. */
    static Map<String, Object> channel(ClientChannel channel) {
        Map<String, Object> reply = end(channel.client());
        reply.put("channel-type", channel.channel().type().code());
        reply.put("connection-id", channel.connectionId());
        reply.put("channel-id", channel.channel().id());
        reply.put("tls", channel.encrypted());
        return reply;
    }

    /** One end of a socket; QEMU puts a path where the port would be. */
    static Map<String, Object> end(Endpoint endpoint) {
        boolean unix = endpoint.family() == Endpoint.Family.UNIX;
        String port =
                endpoint.port().isPresent() ? Integer.toString(endpoint.port().getAsInt()) : "";
        return Json.object(
                "port",
                unix ? endpoint.host() : port,
                "family",
                ReplyTypes.word(endpoint.family()),
                "host",
                unix ? "localhost" : endpoint.host());
    }

    /** Without an address QEMU says so instead of naming one. */
    private static String host(Endpoint endpoint) {
        boolean any = endpoint.host().isEmpty()
                || endpoint.host().equals("::")
                || endpoint.host().equals("0:0:0:0:0:0:0:0");
        return any && endpoint.family() != Endpoint.Family.UNIX ? "*" : endpoint.host();
    }
}
