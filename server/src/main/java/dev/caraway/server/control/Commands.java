package dev.caraway.server.control;

import static dev.caraway.server.control.Argument.optional;
import static dev.caraway.server.control.Argument.required;
import static dev.caraway.server.control.ValueType.INTEGER;
import static dev.caraway.server.control.ValueType.STRING;
import static dev.caraway.server.control.ValueType.listOf;
import static dev.caraway.server.control.ValueType.oneOf;

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

    /** What names begin with that are not QEMU's. */
    static final String OURS = "__dev.caraway_";

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
            new Command("query-version", ReplyTypes.VERSION, (machine, arguments) -> now(Queries.version(machine))),
            new Command("query-commands", ReplyTypes.COMMANDS, (machine, arguments) -> now(names())),
            new Command("query-qmp-schema", ReplyTypes.SCHEMA, (machine, arguments) -> now(schema())),
            new Command("query-name", ReplyTypes.NAME, (machine, arguments) -> now(Queries.name(machine))),
            new Command("query-uuid", ReplyTypes.UUID, (machine, arguments) -> now(Queries.uuid(machine))),
            new Command("query-status", ReplyTypes.STATUS, (machine, arguments) -> Queries.status(machine)),
            new Command("query-spice", ReplyTypes.SPICE, (machine, arguments) -> Queries.spice(machine)),
            new Command(OURS + "query-stats", Stats.TYPE, (machine, arguments) -> Stats.run(machine)),
            new Command("set_password", Passwords.SET_ARGUMENTS, ValueType.NOTHING, Passwords::set),
            new Command("expire_password", Passwords.EXPIRE_ARGUMENTS, ValueType.NOTHING, Passwords::expire),
            new Command(
                    "stop", List.of(), (machine, arguments) -> machine.server().pause()),
            new Command("cont", List.of(), MigrationCommands::resume),
            new Command(
                    "client_migrate_info",
                    MigrationCommands.ANNOUNCE_ARGUMENTS,
                    ValueType.NOTHING,
                    MigrationCommands::announce),
            new Command("migrate", MigrationCommands.MIGRATE_ARGUMENTS, ValueType.NOTHING, MigrationCommands::migrate),
            new Command("migrate-incoming", List.of(required("uri", STRING)), MigrationCommands::incoming),
            new Command(
                    "migrate_cancel",
                    List.of(),
                    (machine, arguments) -> machine.server().migration().cancel()),
            new Command(
                    "migrate-continue", List.of(required("state", MigrationReply.STATE)), MigrationCommands::proceed),
            new Command(
                    "migrate-set-capabilities",
                    List.of(required("capabilities", listOf(MigrationCapability.SETTING))),
                    MigrationCommands::setCapabilities),
            new Command(
                    "query-migrate-capabilities",
                    listOf(MigrationCapability.STATE),
                    (machine, arguments) -> now(machine.moves().capabilities())),
            new Command(
                    "migrate-set-parameters",
                    MigrationParameters.SETTINGS,
                    ValueType.NOTHING,
                    MigrationCommands::setParameters),
            new Command(
                    "query-migrate-parameters",
                    MigrationParameters.STATE,
                    (machine, arguments) -> now(machine.moves().parameters())),
            new Command("query-migrate", MigrationReply.TYPE, (machine, arguments) -> MigrationCommands.query(machine)),
            new Command(
                    "system_reset",
                    List.of(),
                    (machine, arguments) -> machine.server().reset()),
            new Command(
                    "system_powerdown",
                    List.of(),
                    (machine, arguments) -> machine.server().powerDown()),
            new Command(
                    "send-key",
                    List.of(required("keys", listOf(Keys.TYPE)), optional("hold-time", INTEGER)),
                    InputCommands::sendKey),
            new Command(
                    "input-send-event",
                    List.of(
                            optional("device", STRING),
                            optional("head", INTEGER),
                            required("events", listOf(InputCommands.EVENT))),
                    InputCommands::sendEvents),
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

    private static Object schema() {
        return Schema.of(ROWS, List.of(EventType.values()));
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
