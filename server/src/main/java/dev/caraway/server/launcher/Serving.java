package dev.caraway.server.launcher;

import dev.caraway.server.MigrationAddress;
import dev.caraway.server.SpiceServer;
import dev.caraway.server.SpiceServerBuilder;
import dev.caraway.server.control.ControlPort;
import dev.caraway.server.demo.DesktopGuest;
import dev.caraway.server.demo.ReplayGuest;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.event.ServerEvent;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server with its guest and control port, from the first word on standard output to the last thread. */
final class Serving {

    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    /** Clients and guest have so long to go; then the process ends without them. Who changes hosts gets 20 s of it. */
    private static final long SERVER_END_SECONDS = 25;

    /** The control port has so long to say its last words. */
    private static final long CONTROL_END_SECONDS = 5;

    private final SpiceServer server;
    private final CompletableFuture<Void> ending = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final AtomicBoolean isEnding = new AtomicBoolean();
    private Optional<MigrationAddress.Tcp> awaited = Optional.empty();
    private @Nullable ControlPort control;

    /** Hears of the end from now on: a control port may be asked to quit as soon as it listens. */
    private Serving(SpiceServer server) {
        this.server = server;
        server.subscribe(event -> {
            if (event instanceof ServerEvent.ShuttingDown) {
                ending.complete(null);
            }
        });
    }

    /** Starts everything, or leaves nothing behind; the guest may report on {@code out}. */
    static Serving start(Settings settings, PrintStream out) throws LaunchException {
        Serving serving = new Serving(startServer(settings, out));
        try {
            serving.awaited = awaitGuest(settings, serving.server);
            serving.control = openControl(settings, serving.server, serving.awaited);
            return serving;
        } catch (LaunchException | RuntimeException | Error e) {
            serving.end();
            throw e;
        }
    }

    /** Writes the connection file, and says on {@code out} where the server is reached. */
    void announce(Settings settings, PrintStream out) throws LaunchException {
        SpiceOption spice = settings.spice();
        // Addresses come in the order in which the builder got them: in the clear, then with TLS.
        List<Endpoint> endpoints = server.endpoints();
        Optional<Endpoint> plain = spice.listen().hasPlain() ? Optional.of(endpoints.get(0)) : Optional.empty();
        Optional<Endpoint> encrypted =
                spice.listen().hasTls() ? Optional.of(endpoints.get(endpoints.size() - 1)) : Optional.empty();
        Viewers viewers = new Viewers(plain, encrypted);
        if (spice.vvFile().isPresent()) {
            ConnectionFile.write(spice.vvFile().get(), server.name(), spice, viewers);
        }
        plain.ifPresent(endpoint -> out.println("Listening on " + endpoint));
        encrypted.ifPresent(endpoint -> out.println("Listening on " + endpoint + " with TLS"));
        awaited.ifPresent(address -> out.println("Awaiting the guest on " + IncomingOption.text(address)));
        if (control != null) {
            for (int i = 0; i < settings.control().size(); i++) {
                boolean isEncrypted = settings.control().get(i).isEncrypted();
                out.println("Control port on " + control.endpoints().get(i) + (isEncrypted ? " with TLS" : ""));
            }
        }
        viewers.commands(spice).forEach(out::println);
        spice.vvFile()
                .ifPresent(file -> out.println(
                        "remote-viewer " + Viewers.quoted(file.toAbsolutePath().toString())));
        out.flush();
    }

    /** Returns when somebody has asked the server to end. */
    void awaitEnd() {
        ending.join();
    }

    /** Ends everything, however it began to end; not on a loop. */
    void end() {
        if (!isEnding.compareAndSet(false, true)) {
            await(ended, SERVER_END_SECONDS + CONTROL_END_SECONDS, "launcher");
            return;
        }
        await(server.shutdown(), SERVER_END_SECONDS, "server");
        if (control != null) {
            control.close();
            await(control.closed(), CONTROL_END_SECONDS, "control port");
        }
        ended.complete(null);
    }

    private static SpiceServer startServer(Settings settings, PrintStream out) throws LaunchException {
        SpiceServerBuilder builder = SpiceServer.builder();
        if (settings.isRehearsing()) {
            builder.rehearseDisplay();
        }
        settings.spice().applyTo(builder);
        settings.name().ifPresent(builder::name);
        settings.uuid().ifPresent(builder::uuid);
        builder.startPaused(settings.isPaused());
        settings.incoming().ifPresent(incoming -> builder.awaitGuest());
        // Without a control port nobody could tell it to move.
        if (settings.isRehearsing()
                && (settings.incoming().isPresent() || !settings.control().isEmpty())) {
            builder.rehearseMoves();
        }
        Guest guest = guest(settings, out);
        builder.guest(
                settings.inputLog().isPresent()
                        ? InputLog.of(guest, settings.inputLog().get())
                        : guest);
        try {
            return builder.start();
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOG.debug("server Refused its options", e);
            throw LaunchException.usage("--spice: " + e.getMessage());
        } catch (IOException e) {
            LOG.debug("server Cannot start", e);
            throw LaunchException.failure("--spice", e);
        } catch (GuestException e) {
            LOG.debug("guest Cannot start", e);
            throw LaunchException.failure(settings.guest().label() + ": " + e.fault());
        }
    }

    private static Guest guest(Settings settings, PrintStream out) throws LaunchException {
        GuestOption option = settings.guest();
        try {
            return switch (option.kind()) {
                case DESKTOP -> DesktopGuest.create(option.options());
                case REPLAY -> replay(option, out);
                case CLASS -> new GuestClass(option.name(), settings.classPaths()).create(option.options());
            };
        } catch (InvalidPathException e) {
            // An argument like others for Java; our caller has words for it.
            throw e;
        } catch (IllegalArgumentException e) {
            // A built-in guest's words begin with its kind.
            throw LaunchException.usage("--guest " + e.getMessage());
        } catch (IllegalStateException e) {
            throw LaunchException.failure(option.label(), e);
        }
    }

    private static Guest replay(GuestOption option, PrintStream out) throws LaunchException {
        String file = option.options().getOrDefault("file", "");
        // The one mistake here that is not the command line's.
        if (!Files.isReadable(Path.of(file))) {
            throw LaunchException.failure(option.label() + " file=" + file + ": expected a file that can be read");
        }
        return ReplayGuest.create(option.options(), report -> {
            out.println(report);
            out.flush();
        });
    }

    /** Listens for the guest, if the command line says where; the address with its real port. */
    private static Optional<MigrationAddress.Tcp> awaitGuest(Settings settings, SpiceServer server)
            throws LaunchException {
        Optional<MigrationAddress.Tcp> address = settings.incoming().flatMap(IncomingOption::address);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        MigrationAddress.Tcp asked = address.get();
        try {
            OptionalInt port =
                    server.migration().listen(asked).toCompletableFuture().join();
            return Optional.of(new MigrationAddress.Tcp(asked.host(), port.orElse(asked.port())));
        } catch (CompletionException e) {
            LOG.debug("migration Cannot listen", e);
            throw LaunchException.failure("--incoming", e.getCause() == null ? e : e.getCause());
        }
    }

    private static @Nullable ControlPort openControl(
            Settings settings, SpiceServer server, Optional<MigrationAddress.Tcp> awaited) throws LaunchException {
        if (settings.control().isEmpty()) {
            return null;
        }
        try {
            return ControlPort.open(server, ReleaseVersion.current().forControl(), awaited, settings.control());
        } catch (IOException e) {
            LOG.debug("control Cannot start", e);
            throw LaunchException.failure("--qmp", e);
        } catch (IllegalArgumentException e) {
            LOG.debug("control Refused its options", e);
            throw LaunchException.usage("--qmp: " + e.getMessage());
        }
    }

    private static void await(CompletionStage<Void> end, long seconds, String subject) {
        try {
            end.toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("{} Did not end in time seconds={}", subject, seconds);
        } catch (ExecutionException e) {
            LOG.warn("{} Ended badly", subject, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
