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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Speaks QMP, one command at a time. */
final class ControlPortClient implements AutoCloseable {

    private final SocketChannel socket;
    private final BufferedReader lines;
    /** Nobody has waited for them yet. */
    private final List<String> events = new ArrayList<>();

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

    /** Waits for an event, unless one of this name has come that nobody has waited for; returns its line. */
    String awaitEvent(String name) throws IOException {
        return awaitEvent(name, "");
    }

    /** The same for one that has {@code part} in its line. */
    String awaitEvent(String name, String part) throws IOException {
        Predicate<String> isWanted =
                line -> line.replace(" ", "").contains("\"event\":\"" + name + "\"") && line.contains(part);
        for (String event : events) {
            if (isWanted.test(event)) {
                events.remove(event);
                return event;
            }
        }
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (isWanted.test(line)) {
                return line;
            }
            events.add(line);
        }
        throw new AssertionError(name + " " + part + ": expected before the end, got " + events);
    }

    /** Sends a command and returns the line with what it returned; an error fails the test. */
    String execute(String command) throws IOException {
        String answer = answer(command);
        if (answer.contains("\"error\"")) {
            throw new AssertionError(command + ": expected to succeed, got " + answer);
        }
        return answer;
    }

    /** The same by its name, with arguments as members of an object. */
    String execute(String name, String arguments) throws IOException {
        return execute("{'execute':'" + name + "','arguments':{" + arguments + "}}");
    }

    /** Sends a command and returns the line that answers it. */
    String answer(String command) throws IOException {
        socket.write(ByteBuffer.wrap((command + "\n").getBytes(UTF_8)));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.contains("\"return\"") || line.contains("\"error\"")) {
                return line;
            }
            events.add(line);
        }
        throw new AssertionError(command + ": expected an answer before the end");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
