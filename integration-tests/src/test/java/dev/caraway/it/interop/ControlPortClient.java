package dev.caraway.it.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Speaks QMP, one command at a time. */
final class ControlPortClient implements AutoCloseable {

    private final SocketChannel socket;
    private final BufferedReader lines;

    private ControlPortClient(SocketChannel socket) {
        this.socket = socket;
        this.lines = new BufferedReader(Channels.newReader(socket, UTF_8));
    }

    static ControlPortClient connect(Path path) throws IOException {
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of(path));
        ControlPortClient client = new ControlPortClient(socket);
        client.lines.readLine();
        client.execute("{\"execute\":\"qmp_capabilities\"}");
        return client;
    }

    /** Waits for an event that has not come yet. */
    void awaitEvent(String name) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains("\"event\": \"" + name + "\"") || line.contains("\"event\":\"" + name + "\"")) {
                return;
            }
        }
        throw new AssertionError(name + ": expected before the end");
    }

    /** Sends a command and returns the line with what it returned; an error fails the test. */
    String execute(String command) throws IOException {
        socket.write(ByteBuffer.wrap((command + "\n").getBytes(UTF_8)));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains("\"error\"")) {
                throw new AssertionError(command + ": expected to succeed, got " + line);
            }
            if (line.contains("\"return\"")) {
                return line;
            }
        }
        throw new AssertionError(command + ": expected an answer before the end");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
