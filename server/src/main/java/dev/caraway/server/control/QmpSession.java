package dev.caraway.server.control;

import dev.caraway.server.channel.Loop;
import dev.caraway.server.transport.ControlClient;
import dev.caraway.server.transport.ControlSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of the control port, from its greeting to its end. Only on the loop.
 *
 * <p>Commands are answered in their order: the next one starts when the one before has been answered. Nothing here
 * knows a socket; bytes come in through {@link #onBytes} and leave through {@link ControlSocket}.
 */
final class QmpSession implements ControlClient {

    /** Commands read ahead. QEMU advises clients to have at most 8 on the way. */
    static final int MAX_QUEUED_COMMANDS = 32;

    /**
     * What may wait for a client that does not read: beyond it no command starts, and an event closes the connection.
     * Who waits for an event that was dropped would wait for ever; who was closed comes again and asks.
     */
    static final int MAX_BACKLOG_BYTES = 1 << 20;

    /** A program writes a message in one go; whoever takes longer than this is holding the port for nothing. */
    static final long MESSAGE_TIMEOUT_MILLIS = 30_000;

    private static final Logger LOG = LoggerFactory.getLogger(QmpSession.class);

    private final Machine machine;
    private final Loop loop;
    private final ControlSocket socket;
    private final Consumer<QmpSession> gone;

    private final MessageFramer framer = new MessageFramer();
    private final HttpSniffer sniffer = new HttpSniffer();
    /** What arrived while the queue was full. */
    private final Deque<byte[]> unread = new ArrayDeque<>();
    /** JSON values, and a {@link QmpException} in the place of what was none. */
    private final Deque<Object> queue = new ArrayDeque<>();

    private boolean negotiated;
    private boolean running;
    private boolean quitting;
    private boolean pumping;
    private boolean turnAwaited;
    private boolean reading = true;
    /** Nothing more is read; the session closes when the queue is empty. */
    private boolean ending;

    private boolean closed;
    private Loop.@Nullable Timer messageTimer;

    /** {@code gone} is told once when the session has ended. */
    QmpSession(Machine machine, Loop loop, ControlSocket socket, Consumer<QmpSession> gone) {
        this.machine = machine;
        this.loop = loop;
        this.socket = socket;
        this.gone = gone;
    }

    /** The client is there: it is greeted. */
    void onConnected() {
        send(Json.object("QMP", Json.object("version", Queries.version(machine), "capabilities", List.of())));
    }

    /** The client sent something. The array is the session's from now on; it overwrites what it has read. */
    @Override
    public void onBytes(byte[] bytes) {
        if (closed || ending) {
            return;
        }
        if (!negotiated && sniffer.smellsOfHttp(bytes)) {
            LOG.warn("qmp: Closed, the client speaks HTTP");
            close();
            return;
        }
        unread.add(bytes);
        pump();
    }

    /** The client has read something of what waited for it. */
    @Override
    public void onWritable() {
        pump();
    }

    /** Tells the client an event, unless it has not negotiated yet; closes it if too much waits for it already. */
    void onEvent(Map<String, Object> event) {
        if (closed || !negotiated) {
            return;
        }
        if (socket.pendingBytes() > MAX_BACKLOG_BYTES) {
            LOG.warn("qmp: Closed, the client does not read waitingBytes={}", socket.pendingBytes());
            onClosed();
            socket.abort();
            return;
        }
        send(event);
    }

    /** The client is gone; what it asked for and has not started is forgotten. */
    @Override
    public void onClosed() {
        if (closed) {
            return;
        }
        closed = true;
        cancelTimer();
        queue.forEach(Json::wipe);
        queue.clear();
        dropUnread();
        gone.accept(this);
    }

    /** Ends the session; if it waits for the return of {@code quit}, that goes out first. */
    void finish() {
        if (quitting && running) {
            queue.clear();
            ending = true;
        } else {
            close();
        }
    }

    private void close() {
        if (!closed) {
            onClosed();
            socket.close();
        }
    }

    /** Whether this client asked the server to end. */
    boolean isQuitting() {
        return quitting;
    }

    /** Reads ahead and runs commands, a limited number a turn of the loop. */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        boolean messageCame = false;
        int started = 0;
        while (!closed) {
            messageCame |= readAhead();
            if (running || turnAwaited || socket.pendingBytes() > MAX_BACKLOG_BYTES || queue.isEmpty()) {
                break;
            }
            if (started++ == MAX_QUEUED_COMMANDS) {
                // Whatever else the loop has to do comes first.
                turnAwaited = true;
                loop.execute(() -> {
                    turnAwaited = false;
                    pump();
                });
                break;
            }
            start(queue.remove());
        }
        pumping = false;
        if (!closed) {
            if (ending && queue.isEmpty() && !running) {
                close();
                return;
            }
            adjustReading();
            adjustTimer(messageCame);
        }
    }

    /** Fills the queue; tells whether a message ended. */
    private boolean readAhead() {
        boolean messageCame = false;
        while (!ending && queue.size() < MAX_QUEUED_COMMANDS) {
            if (framer.isDry()) {
                byte[] next = unread.poll();
                if (next == null) {
                    break;
                }
                framer.feed(next);
            }
            try {
                byte[] message = framer.next();
                if (message.length > 0) {
                    messageCame = true;
                    queue.add(parse(message));
                }
            } catch (QmpException e) {
                messageCame = true;
                queue.add(e);
            } catch (MessageFramer.TooLong e) {
                LOG.warn("qmp: Closing, {}", e.getMessage());
                queue.add(QmpException.generic("JSON token size limit exceeded"));
                dropUnread();
                ending = true;
            }
        }
        return messageCame;
    }

    /** The bytes may hold a password; once they are parsed nobody needs them. */
    private static Object parse(byte[] message) {
        try {
            return Json.parse(message);
        } finally {
            Arrays.fill(message, (byte) 0);
        }
    }

    private void dropUnread() {
        unread.forEach(bytes -> Arrays.fill(bytes, (byte) 0));
        unread.clear();
    }

    private void adjustReading() {
        boolean full = queue.size() >= MAX_QUEUED_COMMANDS || !unread.isEmpty() || !framer.isDry();
        if (reading == full) {
            reading = !full;
            if (reading) {
                socket.resumeReading();
            } else {
                socket.pauseReading();
            }
        }
    }

    /** The clock runs while we wait for the rest of a message, not while the client waits for us. */
    private void adjustTimer(boolean messageCame) {
        boolean waiting = reading && framer.isMidMessage();
        if (messageCame || !waiting) {
            cancelTimer();
        }
        if (waiting && messageTimer == null) {
            messageTimer = loop.schedule(MESSAGE_TIMEOUT_MILLIS, () -> {
                LOG.warn("qmp: Closed, a message was not finished afterMillis={}", MESSAGE_TIMEOUT_MILLIS);
                close();
            });
        }
    }

    private void cancelTimer() {
        if (messageTimer != null) {
            messageTimer.cancel();
            messageTimer = null;
        }
    }

    private void start(Object request) {
        Object id = request instanceof Map<?, ?> map ? map.get("id") : null;
        CompletionStage<Object> stage;
        try {
            stage = run(request);
        } catch (RuntimeException e) {
            sendFailure(e, id);
            Json.wipe(request);
            return;
        }
        running = true;
        // In a later turn even if it is done: events that the server told from its own thread before wait for the loop.
        stage.whenComplete((value, failure) -> loop.execute(() -> {
            running = false;
            if (failure == null) {
                sendReturn(value, id);
            } else {
                sendFailure(failure, id);
            }
            Json.wipe(request);
            pump();
        }));
    }

    private CompletionStage<Object> run(Object request) {
        if (request instanceof QmpException malformed) {
            throw malformed;
        }
        Request asked = Request.of(request);
        if (!negotiated && !asked.command().equals(Commands.NEGOTIATION)) {
            throw QmpException.commandNotFound(
                    "Expecting capabilities negotiation with '" + Commands.NEGOTIATION + "'");
        }
        Command command = Commands.named(asked.command())
                .orElseThrow(
                        () -> QmpException.commandNotFound("The command " + asked.command() + " has not been found"));
        Arguments arguments = Arguments.checked(command.arguments(), asked.arguments());
        if (!negotiated) {
            negotiated = true;
            return Commands.NOTHING;
        }
        quitting |= command.name().equals(Commands.QUIT);
        return command.action().run(machine, arguments).thenApply(value -> {
            Object result = value instanceof Map || value instanceof List ? value : Json.object();
            assert conforms(command, result);
            return result;
        });
    }

    /** Whether the schema tells the truth about this return value. */
    private static boolean conforms(Command command, Object value) {
        command.result().check("return", value);
        return true;
    }

    private void sendReturn(Object value, @Nullable Object id) {
        Map<String, Object> reply = Json.object("return", value);
        if (id != null) {
            reply.put("id", id);
        }
        send(reply);
    }

    private void sendFailure(Throwable failure, @Nullable Object id) {
        QmpException error = inQmpsWords(failure);
        Map<String, Object> reply = id == null ? Json.object() : Json.object("id", id);
        reply.put("error", Json.object("class", error.errorClass(), "desc", error.description()));
        send(reply);
    }

    private static QmpException inQmpsWords(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof QmpException known) {
            return known;
        }
        if (cause instanceof IllegalStateException || cause instanceof IllegalArgumentException) {
            return QmpException.generic(String.valueOf(cause.getMessage()));
        }
        LOG.error("qmp: A command failed", cause);
        return QmpException.generic("internal error");
    }

    private void send(Map<String, Object> message) {
        if (!closed) {
            socket.write((Json.write(message) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
