package dev.caraway.server.control;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.SpiceServer;
import dev.caraway.server.SpiceServerBuilder;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.FramebufferDisplay;
import dev.caraway.server.guest.FramebufferSource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.guest.GuestState;
import dev.caraway.server.guest.InputsPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A QEMU and a Caraway that were started alike, each with its control port. */
record PairOfMachines(Process qemu, int theirPort, Peer theirs, SpiceServer server, ControlPort port, Peer ours)
        implements AutoCloseable {

    private static final Path QEMU = Path.of("/usr/bin/qemu-system-x86_64");
    private static final String UUID_TEXT = "12345678-1234-5678-9abc-def012345678";
    private static final long PATIENCE_SECONDS = 20;

    /** How both are started, each in its own words. */
    enum Start {
        STANDING("-S -vga qxl"),
        RUNNING("-M none"),
        AWAITING("-M none -incoming defer");

        /** QEMU's. */
        private final String options;

        Start(String options) {
            this.options = options;
        }

        private SpiceServerBuilder applyTo(SpiceServerBuilder builder) {
            return switch (this) {
                case STANDING -> builder.startPaused(true);
                case RUNNING -> builder;
                case AWAITING -> builder.awaitGuest();
            };
        }
    }

    static PairOfMachines start(Path directory, Start how) throws IOException, InterruptedException {
        if (!Files.isExecutable(QEMU)) {
            throw new AssertionError(QEMU + ": expected it to be installed; apt-get install qemu-system-x86");
        }
        Path ourSocket = directory.resolve("ours");
        SpiceServer server = how.applyTo(SpiceServer.builder()
                        .guest(new NoTablet())
                        .listen("127.0.0.1", 0)
                        .password("first".toCharArray())
                        .name("probe")
                        .uuid(UUID.fromString(UUID_TEXT)))
                .start();
        ControlPort port = ControlPort.open(
                server,
                new Machine.Version(0, 1, 2, "caraway"),
                Optional.empty(),
                List.of(new ControlAddress.Unix(ourSocket.toString())));
        int theirPort = freePort();
        Process qemu = startQemu(directory, how, theirPort);
        Peer theirs = connect(qemu, directory);
        return new PairOfMachines(qemu, theirPort, theirs, server, port, Peer.connect("Caraway", ourSocket));
    }

    private static Process startQemu(Path directory, Start how, int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(QEMU.toString(), "-display", "none", "-m", "64"));
        command.addAll(List.of(how.options.split(" ", -1)));
        command.addAll(List.of("-name", "probe", "-uuid", UUID_TEXT));
        command.addAll(List.of("-spice", "port=" + port + ",addr=127.0.0.1,password=first"));
        command.addAll(List.of("-qmp", "unix:" + directory.resolve("theirs") + ",server=on,wait=off"));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("qemu.log").toFile())
                .start();
    }

    private static Peer connect(Process qemu, Path directory) throws IOException, InterruptedException {
        Path socket = directory.resolve("theirs");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        // A QEMU that ends has said why.
        while (!Files.exists(socket) && !qemu.waitFor(20, TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() > end) {
                qemu.destroyForcibly();
            }
        }
        if (!qemu.isAlive()) {
            throw new AssertionError(
                    "QEMU: expected a control port, got " + Files.readString(directory.resolve("qemu.log")));
        }
        return Peer.connect("QEMU", socket);
    }

    /** A port that nobody has. */
    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    /** Whether our lines say what others say, each of its own SPICE port. */
    boolean areAlike(List<String> our, List<String> expected) {
        String ourPort = "\"port\": " + server.endpoints().get(0).port().orElseThrow();
        List<String> moved = our.stream()
                .map(line -> line.replace(ourPort, "\"port\": " + theirPort))
                .toList();
        // Recorded is the port of a machine that is gone.
        List<String> here = expected.stream()
                .map(line -> line.replace("\"port\": 5977", "\"port\": " + theirPort))
                .toList();
        return Dialogue.comparable(moved).equals(Dialogue.comparable(here));
    }

    @Override
    public void close() throws IOException {
        theirs.close();
        ours.close();
        await(qemu.destroyForcibly().onExit());
        port.close();
        await(server.shutdown());
        await(port.closed());
    }

    private static void await(CompletionStage<?> end) {
        end.toCompletableFuture().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** A machine as QEMU's: its mouse moves by so much, and points at nothing. */
    private static final class NoTablet implements Guest, FramebufferSource, GuestInputs, GuestState {

        @Override
        public DisplaySource display() {
            return this;
        }

        @Override
        public GuestInputs inputs() {
            return this;
        }

        @Override
        public void attach(InputsPort inputs) {
            inputs.absolutePointer(false);
        }

        @Override
        public void attach(FramebufferDisplay display) {
            display.resize(640, 480);
        }

        @Override
        public void readPixels(Rect area, int[] pixels, int offset, int stride) {
            // Black, as it was.
        }

        @Override
        public Optional<GuestState> state() {
            return Optional.of(this);
        }

        @Override
        public String kind() {
            return "nothing";
        }

        @Override
        public void save(OutputStream out) {}

        @Override
        public void load(InputStream in) {}
    }
}
