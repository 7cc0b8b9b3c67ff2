package dev.caraway.it.interop;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A machine of QEMU's that shows its BIOS with libspice-server. */
final class QemuProcess {

    private static final Path QEMU = Path.of("/usr/bin/qemu-system-x86_64");

    private final ChildProcess process;
    private final int port;
    private final Path control;

    private QemuProcess(ChildProcess process, int port, Path control) {
        this.process = process;
        this.port = port;
        this.control = control;
    }

    /**
     * Starts it, and waits until it can be managed.
     *
     * @param name of its control socket in {@code directory}
     * @param options further ones, such as {@code -incoming defer}
     */
    static QemuProcess start(Processes processes, Path directory, String name, String... options) throws IOException {
        if (!Files.isExecutable(QEMU)) {
            throw new AssertionError(QEMU + ": expected it to be installed; apt-get install qemu-system-x86");
        }
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path control = directory.resolve(name);
        List<String> command = new ArrayList<>(List.of(
                QEMU.toString(),
                "-machine",
                "pc,accel=tcg",
                "-m",
                "64",
                "-nodefaults",
                "-vga",
                "qxl",
                "-display",
                "none",
                "-spice",
                "port=" + port + ",addr=127.0.0.1,disable-ticketing=on,seamless-migration=on",
                "-qmp",
                "unix:" + control + ",server=on,wait=off"));
        command.addAll(List.of(options));
        ChildProcess process = processes.start(command, Map.of());
        process.awaitThat("the control socket " + control, () -> Files.exists(control));
        return new QemuProcess(process, port, control);
    }

    int port() {
        return port;
    }

    ChildProcess process() {
        return process;
    }

    ControlPortClient control() throws IOException {
        return ControlPortClient.connect(control);
    }

    /** How to move a client to what listens there. */
    static String announcement(int port) {
        return "{\"execute\":\"client_migrate_info\",\"arguments\":{\"protocol\":\"spice\",\"hostname\":\"127.0.0.1\",\"port\":"
                + port + "}}";
    }
}
