package dev.caraway.it.client;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ClientMessage;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.base.Ack;
import dev.caraway.protocol.base.AckSync;
import dev.caraway.protocol.base.BaseServerOpcode;
import dev.caraway.protocol.base.Ping;
import dev.caraway.protocol.base.Pong;
import dev.caraway.protocol.base.SetAck;
import dev.caraway.protocol.cursor.CursorServerOpcode;
import dev.caraway.protocol.display.DisplayServerOpcode;
import dev.caraway.protocol.header.FullHeader;
import dev.caraway.protocol.header.MiniHeader;
import dev.caraway.protocol.inputs.InputsServerOpcode;
import dev.caraway.protocol.main.MainServerOpcode;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A linked channel: a thread reads it, records every message, and answers as spice-gtk does.
 *
 * <p>Acknowledgements: SET_ACK is answered with ACK_SYNC, and every {@code window} messages after it with an ACK. Pings
 * are answered at once.
 */
public final class ClientChannel implements AutoCloseable {

    private final ChannelId id;
    private final Connection connection;
    private final boolean isMini;
    private final Consumer<ServerMessage> onMessage;
    private final Thread reader;

    // Guarded by this.
    private final List<ServerMessage> messages = new ArrayList<>();
    private final List<Long> serials = new ArrayList<>();
    private boolean isForgetful;
    private boolean isPaused;
    private boolean isEnded;
    private @Nullable Throwable failure;

    // Guarded by the connection, since the reader answers while a test speaks.
    private long sentSerial;

    // The reader's own.
    private int ackWindow;
    private int untilAck;

    /** @param onMessage told every message on the reader's thread, after it was recorded */
    ClientChannel(ChannelId id, Connection connection, boolean isMini, Consumer<ServerMessage> onMessage)
            throws IOException {
        this.id = id;
        this.connection = connection;
        this.isMini = isMini;
        this.onMessage = onMessage;
        connection.waitForEver();
        reader = new Thread(this::read, "client-" + id);
        reader.setDaemon(true);
        reader.start();
    }

    public ChannelId id() {
        return id;
    }

    /** The bytes under the messages, for a test that means harm. */
    public Connection connection() {
        return connection;
    }

    public void send(ClientMessage message) throws IOException {
        send(message.opcode(), SpiceWriter.encode(message));
    }

    /** Sends a body under any number. */
    public void send(int opcode, Bytes body) throws IOException {
        synchronized (connection) {
            sentSerial++;
            Bytes header = isMini
                    ? SpiceWriter.encode(new MiniHeader(opcode, body.length()))
                    : SpiceWriter.encode(new FullHeader(sentSerial, opcode, body.length(), 0));
            connection.write(SpiceWriter.encode(out -> {
                out.bytes(header);
                out.bytes(body);
            }));
        }
    }

    /** Takes nothing more from the socket, after the message that may be under way, until {@link #resumeReading}. */
    public synchronized void pauseReading() {
        isPaused = true;
    }

    public synchronized void resumeReading() {
        isPaused = false;
        notifyAll();
    }

    /** Keeps no message from now on, for a test that counts memory. */
    public synchronized void forgetMessages() {
        isForgetful = true;
        messages.clear();
    }

    /** Every message so far. */
    public synchronized List<ServerMessage> messages() {
        return List.copyOf(messages);
    }

    /** The messages of one kind so far. */
    public <T extends ServerMessage> List<T> messages(Class<T> type) {
        return messages().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The serials in the full headers so far; none with mini headers. */
    public synchronized List<Long> serials() {
        return List.copyOf(serials);
    }

    /** Waits for the first message of a kind. */
    public <T extends ServerMessage> T await(Class<T> type) {
        Patience.until(
                id + " " + type.getSimpleName(),
                () -> isEnded() || !messages(type).isEmpty());
        return messages(type).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        id + ": expected a " + type.getSimpleName() + ", got the end after " + messages()));
    }

    /** Waits until the server has closed the channel. */
    public void awaitEnd() {
        Patience.until(id + " closed", this::isEnded);
    }

    public synchronized boolean isEnded() {
        return isEnded;
    }

    /** What went wrong while reading: a message that cannot be decoded, or half a message before the end. */
    public synchronized Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() throws IOException {
        resumeReading();
        connection.close();
    }

    private void read() {
        try {
            while (true) {
                awaitPermission();
                take();
            }
        } catch (EOFException | SocketException end) {
            // The server closed, or the test did.
        } catch (IOException | RuntimeException | AssertionError | InterruptedException e) {
            synchronized (this) {
                failure = e;
            }
        } finally {
            end();
        }
    }

    /** A client that hears the end hangs up as well. */
    private void end() {
        try {
            connection.close();
        } catch (IOException e) {
            // It is closed all the same.
        }
        synchronized (this) {
            isEnded = true;
        }
    }

    private synchronized void awaitPermission() throws InterruptedException {
        while (isPaused) {
            wait();
        }
    }

    private void take() throws IOException {
        Bytes head = connection.read(isMini ? MiniHeader.BYTES : FullHeader.BYTES);
        SpiceReader in = new SpiceReader("header", head);
        int opcode;
        long size;
        if (isMini) {
            MiniHeader header = MiniHeader.decode(in);
            opcode = header.type();
            size = header.size();
        } else {
            FullHeader header = FullHeader.decode(in);
            opcode = header.type();
            size = header.size();
            if (header.subListOffset() != 0) {
                throw new AssertionError(id + ": expected no sub-messages, got " + header);
            }
            synchronized (this) {
                serials.add(header.serial());
            }
        }
        ServerMessage message = decode(opcode, connection.read((int) Math.min(size, Integer.MAX_VALUE)));
        acknowledge();
        synchronized (this) {
            if (!isForgetful) {
                messages.add(message);
            }
        }
        answer(message);
        onMessage.accept(message);
    }

    private ServerMessage decode(int opcode, Bytes body) {
        if (BaseServerOpcode.has(opcode)) {
            return BaseServerOpcode.decode(opcode, body);
        }
        return switch (id.type()) {
            case MAIN -> MainServerOpcode.decode(opcode, body);
            case DISPLAY -> DisplayServerOpcode.decode(opcode, body);
            case INPUTS -> InputsServerOpcode.decode(opcode, body);
            case CURSOR -> CursorServerOpcode.decode(opcode, body);
            default -> throw new AssertionError(id + ": expected a channel that the server offers");
        };
    }

    /** Every message counts, but for the SET_ACK that starts the count. */
    private void acknowledge() throws IOException {
        if (untilAck > 0 && --untilAck == 0) {
            untilAck = ackWindow;
            send(new Ack());
        }
    }

    private void answer(ServerMessage message) throws IOException {
        if (message instanceof SetAck setAck) {
            ackWindow = (int) setAck.window();
            untilAck = ackWindow;
            send(new AckSync(setAck.generation()));
        } else if (message instanceof Ping ping) {
            send(new Pong(ping.id(), ping.timestamp()));
        }
    }
}
