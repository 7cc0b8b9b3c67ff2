package dev.caraway.server.control;

import static dev.caraway.server.control.Argument.Type.INTEGER;
import static dev.caraway.server.control.Argument.Type.STRING;
import static dev.caraway.server.control.Argument.Type.listOf;
import static dev.caraway.server.control.Argument.Type.oneOf;
import static dev.caraway.server.control.Argument.optional;
import static dev.caraway.server.control.Argument.required;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Every command, a row each: name, arguments, what it does. A new command is a new row. */
final class Commands {

    /** Ends negotiation; the session itself acts on it, for only it knows whether that is due. */
    static final String NEGOTIATION = "qmp_capabilities";

    /** Ends the server; the SHUTDOWN event tells that it was this. */
    static final String QUIT = "quit";

    /** What a command returns that has nothing to tell. */
    static final CompletionStage<Object> NOTHING = CompletableFuture.completedStage(Json.object());

    private static final List<Command> ROWS = List.of(
            new Command(
                    NEGOTIATION,
                    // We offer no capability, so that no word is right.
                    List.of(optional("enable", listOf(oneOf()))),
                    (machine, arguments) -> {
                        throw QmpException.commandNotFound(
                                "Capabilities negotiation is already complete, command ignored");
                    }),
            new Command("query-version", List.of(), (machine, arguments) -> now(Queries.version(machine))),
            new Command("query-commands", List.of(), (machine, arguments) -> now(names())),
            new Command("query-name", List.of(), (machine, arguments) -> now(Queries.name(machine))),
            new Command("query-uuid", List.of(), (machine, arguments) -> now(Queries.uuid(machine))),
            new Command("query-status", List.of(), (machine, arguments) -> Queries.status(machine)),
            new Command("query-spice", List.of(), (machine, arguments) -> Queries.spice(machine)),
            new Command(
                    "set_password",
                    List.of(
                            required("protocol", oneOf("vnc", "spice")),
                            required("password", STRING),
                            optional("connected", oneOf("keep", "fail", "disconnect"))),
                    Passwords::set),
            new Command(
                    "expire_password",
                    List.of(required("protocol", oneOf("vnc", "spice")), required("time", STRING)),
                    Passwords::expire),
            new Command(
                    "stop", List.of(), (machine, arguments) -> machine.server().pause()),
            new Command(
                    "cont", List.of(), (machine, arguments) -> machine.server().resume()),
            new Command(
                    "screendump",
                    List.of(
                            required("filename", STRING),
                            optional("device", STRING),
                            optional("head", INTEGER),
                            optional("format", oneOf("ppm", "png"))),
                    ScreenDump::run),
            new Command(QUIT, List.of(), Quit::run));

    private static final Map<String, Command> BY_NAME = byName();

    private Commands() {}

    static Optional<Command> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static List<Command> all() {
        return ROWS;
    }

    private static List<Map<String, Object>> names() {
        return ROWS.stream().map(command -> Json.object("name", command.name())).toList();
    }

    private static CompletionStage<Object> now(Object value) {
        return CompletableFuture.completedStage(value);
    }

    private static Map<String, Command> byName() {
        Map<String, Command> map = new LinkedHashMap<>();
        ROWS.forEach(command -> map.put(command.name(), command));
        return map;
    }
}
