package dev.caraway.server.control;

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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Somebody who speaks QMP on a unix socket: a QEMU, or we ourselves. */
final class Peer implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;
    private static final String END = "";

    private final String name;
    private final SocketChannel socket;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Peer(String name, SocketChannel socket) {
        this.name = name;
        this.socket = socket;
        Thread reader = new Thread(this::read, name);
        reader.setDaemon(true);
        reader.start();
    }

    static Peer connect(String name, Path path) throws IOException {
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of(path));
        return new Peer(name, socket);
    }

    void say(byte[] bytes) throws IOException {
        ByteBuffer unsent = ByteBuffer.wrap(bytes);
        while (unsent.hasRemaining()) {
            socket.write(unsent);
        }
    }

    /** The next so many lines. */
    List<String> hear(int count) throws InterruptedException {
        List<String> heard = new ArrayList<>();
        while (heard.size() < count) {
            String line = next(heard);
            if (line.equals(END)) {
                throw new AssertionError(name + ": expected " + count + " lines before the end, got " + heard);
            }
            heard.add(line);
        }
        return heard;
    }

    /** The lines until the one that answers a command with this id; it is among them. */
    List<String> hearAnswer(int id) throws InterruptedException {
        List<String> heard = new ArrayList<>();
        do {
            heard.addAll(hear(1));
        } while (!heard.get(heard.size() - 1).contains("\"id\": " + id));
        return heard;
    }

    /** The lines until the peer closes. */
    List<String> hearToEnd() throws InterruptedException {
        List<String> heard = new ArrayList<>();
        for (String line = next(heard); !line.equals(END); line = next(heard)) {
            heard.add(line);
        }
        return heard;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String next(List<String> before) throws InterruptedException {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError(name + ": expected another line behind " + before);
        }
        return line;
    }

    private void read() {
        try (BufferedReader in = new BufferedReader(Channels.newReader(socket, UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                // A machine's firmware resets it by itself.
                if (!line.contains("\"RESET\"") || !line.contains("\"guest\": true")) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            // As good an end as any.
        }
        lines.add(END);
    }
}
