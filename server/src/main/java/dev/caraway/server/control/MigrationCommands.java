package dev.caraway.server.control;

import static dev.caraway.server.control.Argument.optional;
import static dev.caraway.server.control.Argument.required;
import static dev.caraway.server.control.ValueType.BOOLEAN;
import static dev.caraway.server.control.ValueType.INTEGER;
import static dev.caraway.server.control.ValueType.STRING;
import static dev.caraway.server.control.ValueType.structure;

import dev.caraway.server.GuestStatus;
import dev.caraway.server.Migration;
import dev.caraway.server.MigrationAddress;
import dev.caraway.server.MigrationDestination;
import dev.caraway.server.MigrationInfo;
import dev.caraway.server.control.ValueType.Structure;
import dev.caraway.server.event.MigrationStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What management does to let a guest move; every refusal is QEMU's where it has that one. */
final class MigrationCommands {

    static final Structure ANNOUNCE_ARGUMENTS = structure(
            required("protocol", STRING),
            required("hostname", STRING),
            optional("port", INTEGER),
            optional("tls-port", INTEGER),
            optional("cert-subject", STRING));

    static final Structure MIGRATE_ARGUMENTS = structure(
            required("uri", STRING),
            optional("blk", BOOLEAN),
            optional("inc", BOOLEAN),
            optional("detach", BOOLEAN),
            optional("resume", BOOLEAN));

    /** What QEMU calls a TLS object, of which there is one here: the server's own. */
    private static final String SERVER_CREDENTIALS = "spice";

    private static final String NOT_ANNOUNCED = "Could not set up display for migration";
    private static final String UNDER_WAY = "There's a migration process in progress";

    private MigrationCommands() {}

    /** {@code client_migrate_info} */
    static CompletionStage<?> announce(Machine machine, Arguments arguments) {
        if (!arguments.text("protocol").equals("spice")) {
            throw QmpException.generic("Parameter 'protocol' expects 'spice'");
        }
        if (!arguments.has("port") && !arguments.has("tls-port")) {
            throw QmpException.generic("Parameter 'port/tls-port' is missing");
        }
        OptionalInt port = port(arguments, "port");
        OptionalInt tlsPort = port(arguments, "tls-port");
        if (port.isEmpty() && tlsPort.isEmpty()) {
            throw QmpException.generic(NOT_ANNOUNCED);
        }
        Optional<String> subject = arguments.optionalText("cert-subject").filter(text -> !text.isEmpty());
        MigrationDestination destination;
        try {
            destination = new MigrationDestination(arguments.text("hostname"), port, tlsPort, subject);
        } catch (IllegalArgumentException e) {
            throw QmpException.generic(NOT_ANNOUNCED + ": " + e.getMessage());
        }
        return worded(moves(machine).announce(destination), NOT_ANNOUNCED + ": ");
    }

    /** {@code migrate} */
    static CompletionStage<?> migrate(Machine machine, Arguments arguments) {
        if (arguments.isTrue("resume")) {
            throw QmpException.generic("Cannot resume if there is no paused migration");
        }
        return stand(machine, (status, info) -> {
                    requireMovable(status, info);
                    if (arguments.isTrue("blk") || arguments.isTrue("inc")) {
                        throw unavailable(MigrationCapability.BLOCK);
                    }
                    MigrationAddress plain =
                            address(arguments.text("uri"), "Parameter 'uri' expects a valid migration protocol");
                    return plain instanceof MigrationAddress.Tcp tcp ? secured(tcp, machine.moves()) : plain;
                })
                .thenCompose(moves(machine)::start);
    }

    /** {@code migrate-incoming} */
    static CompletionStage<?> incoming(Machine machine, Arguments arguments) {
        String uri = arguments.text("uri");
        String refusal = "unknown migration protocol: " + uri;
        return stand(machine, (status, info) -> {
                    if (info.incoming()) {
                        throw QmpException.generic("The incoming migration has already been started");
                    }
                    if (status != GuestStatus.INMIGRATE) {
                        throw QmpException.generic("'-incoming' was not specified on the command line");
                    }
                    if (address(uri, refusal) instanceof MigrationAddress.Tcp tcp) {
                        return secured(tcp, machine.moves());
                    }
                    throw QmpException.generic(refusal);
                })
                .thenCompose(host -> worded(moves(machine).listen(host), "")
                        .thenAccept(port -> machine.moves()
                                .listensOn(new MigrationAddress.Tcp(host.host(), port.orElse(host.port())))));
    }

    /** {@code migrate-continue} */
    static CompletionStage<?> proceed(Machine machine, Arguments arguments) {
        return moves(machine).info().thenCompose(info -> {
            MigrationStatus status = info.incoming() ? MigrationStatus.NONE : info.status();
            if (!ReplyTypes.word(status).equals(arguments.text("state"))) {
                throw QmpException.generic("Migration not in expected state: " + ReplyTypes.word(status));
            }
            return status == MigrationStatus.PRE_SWITCHOVER
                    ? moves(machine).proceed()
                    : CompletableFuture.<Void>completedStage(null);
        });
    }

    /** {@code cont} */
    static CompletionStage<?> resume(Machine machine, Arguments arguments) {
        return machine.server().status().thenCompose(status -> {
            if (status == GuestStatus.FINISH_MIGRATE) {
                throw QmpException.generic("Migration is not finalized yet");
            }
            return machine.server().resume();
        });
    }

    /** {@code migrate-set-capabilities}: all of them, or none. */
    static CompletionStage<?> setCapabilities(Machine machine, Arguments arguments) {
        List<Arguments> changes = arguments.objects("capabilities");
        return moves(machine).info().thenCompose(info -> {
            if (isLeaving(info)) {
                throw QmpException.generic(UNDER_WAY);
            }
            for (Arguments change : changes) {
                MigrationCapability capability = MigrationCapability.of(change.text("capability"));
                if (change.isTrue("state") && !capability.isAvailable()) {
                    throw unavailable(capability);
                }
            }
            changes.forEach(change ->
                    machine.moves().set(MigrationCapability.of(change.text("capability")), change.isTrue("state")));
            return moves(machine)
                    .pauseBeforeSwitchover(machine.moves().isOn(MigrationCapability.PAUSE_BEFORE_SWITCHOVER));
        });
    }

    /** {@code migrate-set-parameters}: all of them, or none. */
    static CompletionStage<?> setParameters(Machine machine, Arguments arguments) {
        Map<String, Object> changed =
                MigrationParameters.changed(arguments, machine.moves().parameters());
        return moves(machine).info().thenCompose(info -> setParameters(machine, changed, info));
    }

    private static CompletionStage<?> setParameters(Machine machine, Map<String, Object> changed, MigrationInfo info) {
        boolean isListening = info.incoming() && info.status().isUnderWay();
        if (isListening
                && !MigrationParameters.text(changed, MigrationParameters.TLS_CREDENTIALS)
                        .isEmpty()) {
            // The port stays as it is, and whoever asks for secrecy gets it or an error.
            throw QmpException.generic("TLS credentials: expected before a guest is awaited");
        }
        machine.moves().set(changed);
        List<CompletionStage<Void>> said = new ArrayList<>();
        if (changed.containsKey(MigrationParameters.MAX_BANDWIDTH)) {
            said.add(moves(machine)
                    .maxBandwidth(MigrationParameters.number(changed, MigrationParameters.MAX_BANDWIDTH)));
        }
        if (changed.containsKey(MigrationParameters.DOWNTIME_LIMIT)) {
            said.add(moves(machine)
                    .downtimeLimit(MigrationParameters.number(changed, MigrationParameters.DOWNTIME_LIMIT)));
        }
        return CompletableFuture.allOf(
                said.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
    }

    /** {@code query-migrate} */
    static CompletionStage<Map<String, Object>> query(Machine machine) {
        return moves(machine).info().thenApply(info -> MigrationReply.of(info, machine.moves()));
    }

    private static void requireMovable(GuestStatus status, MigrationInfo info) {
        if (isLeaving(info)) {
            throw QmpException.generic(UNDER_WAY);
        }
        if (status == GuestStatus.INMIGRATE) {
            throw QmpException.generic("Guest is waiting for an incoming migration");
        }
        if (status == GuestStatus.POSTMIGRATE) {
            throw QmpException.generic("Can't migrate the vm that was paused due to previous migration");
        }
    }

    private static boolean isLeaving(MigrationInfo info) {
        return !info.incoming() && info.status().isUnderWay();
    }

    private static QmpException unavailable(MigrationCapability capability) {
        return QmpException.generic("Capability '" + ReplyTypes.word(capability) + "' is not supported");
    }

    private static MigrationAddress address(String uri, String refusal) {
        try {
            return MigrationUri.parse(uri, refusal);
        } catch (IllegalArgumentException e) {
            throw QmpException.generic(String.valueOf(e.getMessage()));
        }
    }

    /** With TLS, if a parameter asks for it; whoever asks for secrecy gets it or an error. */
    private static MigrationAddress.Host secured(MigrationAddress.Tcp address, MigrationSettings settings) {
        Map<String, Object> parameters = settings.parameters();
        String credentials = MigrationParameters.text(parameters, MigrationParameters.TLS_CREDENTIALS);
        if (credentials.isEmpty()) {
            return address;
        }
        if (!credentials.equals(SERVER_CREDENTIALS)) {
            throw QmpException.generic("No TLS credentials with id '" + credentials + "', expected '"
                    + SERVER_CREDENTIALS + "' for those of --spice");
        }
        String authorization = MigrationParameters.text(parameters, MigrationParameters.TLS_AUTHORIZATION);
        if (!authorization.isEmpty()) {
            throw QmpException.generic("No authorization object with id '" + authorization + "'");
        }
        String hostname = MigrationParameters.text(parameters, MigrationParameters.TLS_HOSTNAME);
        return new MigrationAddress.Tls(address.host(), address.port(), hostname.isEmpty() ? address.host() : hostname);
    }

    /** Whoever has no port says 0 or less, as -1 is what QEMU's own default means; what is too large stays so. */
    private static OptionalInt port(Arguments arguments, String name) {
        long port = arguments.integer(name).orElse(0);
        return port <= 0 ? OptionalInt.empty() : OptionalInt.of((int) Math.min(port, Integer.MAX_VALUE));
    }

    private static Migration moves(Machine machine) {
        return machine.server().migration();
    }

    /** Decides by how the guest and its move stand at one moment. */
    private static <T> CompletionStage<T> stand(Machine machine, Decision<T> decision) {
        return machine.server().status().thenCombine(moves(machine).info(), decision::of);
    }

    /** A decision, or a {@link QmpException}. */
    @FunctionalInterface
    private interface Decision<T> {
        T of(GuestStatus status, MigrationInfo info);
    }

    /** The same stage, whose failure a user can do something about says why. */
    private static <T> CompletionStage<T> worded(CompletionStage<T> stage, String prefix) {
        return stage.exceptionally(failure -> {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof IOException || cause instanceof IllegalStateException) {
                throw QmpException.generic(prefix + cause.getMessage());
            }
            throw new CompletionException(cause);
        });
    }
}
