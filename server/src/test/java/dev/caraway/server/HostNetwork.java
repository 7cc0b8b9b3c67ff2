package dev.caraway.server;

import dev.caraway.migration.stream.SourceFrame;
import dev.caraway.migration.stream.StreamDecoder;
import dev.caraway.migration.stream.StreamEncoder;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.HostAddress;
import dev.caraway.server.channel.StreamListening;
import dev.caraway.server.channel.StreamSocket;
import dev.caraway.server.channel.StreamSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The network between the hosts of a test: migrate streams in memory, which the test can silence or cut. */
final class HostNetwork implements StreamSockets {

    private final HostTime time;
    private final Map<Integer, StreamSocket.Acceptor> listening = new HashMap<>();
    private final List<End> ends = new ArrayList<>();
    private int ports = 40_000;
    private Optional<Function<SourceFrame, Optional<SourceFrame>>> rewriter = Optional.empty();
    private final Queue<Runnable> held = new ArrayDeque<>();
    private boolean isSilent;
    private boolean isLate;
    private long sourceBytes;
    private boolean isHeld;

    HostNetwork(HostTime time) {
        this.time = time;
    }

    /** A host's port in this network. */
    static HostAddress at(int port) {
        return new HostAddress("127.0.0.1", port, Optional.empty());
    }

    @Override
    public CompletionStage<StreamSocket> connect(
            HostAddress address, long timeoutMillis, StreamSocket.Listener listener) {
        CompletableFuture<StreamSocket> connected = new CompletableFuture<>();
        time.execute(() -> {
            StreamSocket.Acceptor acceptor = listening.get(address.port());
            if (acceptor == null) {
                connected.completeExceptionally(new IOException(
                        "cannot connect to " + address.host() + ":" + address.port() + ": connection refused"));
                return;
            }
            End near = new End();
            End far = new End();
            near.other = far;
            far.other = near;
            near.listener = listener;
            near.rewriting = rewriter.map(Rewriting::new);
            near.isSource = true;
            ends.addAll(List.of(near, far));
            acceptor.accept(far).ifPresentOrElse(taken -> far.listener = taken, far::close);
            connected.complete(near);
        });
        return connected;
    }

    @Override
    public CompletionStage<StreamListening> listen(HostAddress address, StreamSocket.Acceptor acceptor) {
        int bound = address.port() == 0 ? ports++ : address.port();
        listening.put(bound, acceptor);
        return CompletableFuture.completedStage(new StreamListening() {
            @Override
            public int port() {
                return bound;
            }

            @Override
            public void close() {
                if (!isLate) {
                    listening.remove(bound);
                }
            }
        });
    }

    /** How many bytes sources have sent, in all streams. */
    long sourceBytes() {
        return sourceBytes;
    }

    /** From now on ports that are closed give out sockets all the same, as if those had come before. */
    void giveSocketsLate() {
        isLate = true;
    }

    /**
     * Rewrites what sources say in streams that begin from now on, as another source would say it: what is said in place of a
     * frame, perhaps nothing.
     */
    void rewriting(Function<SourceFrame, Optional<SourceFrame>> rewrite) {
        rewriter = Optional.of(rewrite);
    }

    /** From now on nothing that a host sends to another arrives, nor does anybody hear of an end. */
    void silence() {
        isSilent = true;
    }

    /** From now on what hosts send waits until {@link #release}. */
    void hold() {
        isHeld = true;
    }

    void release() {
        isHeld = false;
        while (!held.isEmpty()) {
            held.remove().run();
        }
    }

    /** Streams are heard again; those that there were are forgotten at both hosts. */
    void heal() {
        isSilent = false;
    }

    /** Every stream breaks. */
    void cutStreams() {
        List<End> all = List.copyOf(ends);
        ends.clear();
        all.forEach(end -> end.end(Optional.of("connection reset")));
    }

    /** What a source says, said otherwise. */
    private static final class Rewriting {

        private final Function<SourceFrame, Optional<SourceFrame>> rewrite;
        private final StreamDecoder<SourceFrame> decoder = StreamDecoder.ofSource();
        private final StreamEncoder<SourceFrame> encoder = StreamEncoder.ofSource();

        Rewriting(Function<SourceFrame, Optional<SourceFrame>> rewrite) {
            this.rewrite = rewrite;
        }

        Bytes rewrite(Bytes bytes) {
            ByteBuffer arrived = ByteBuffer.wrap(bytes.array(), bytes.offset(), bytes.length());
            List<Bytes> said = new ArrayList<>();
            for (Optional<SourceFrame> frame = decoder.next(arrived);
                    frame.isPresent();
                    frame = decoder.next(arrived)) {
                rewrite.apply(frame.get()).map(this::counted).ifPresent(each -> said.add(encoder.encode(each)));
            }
            return SpiceWriter.encode(out -> said.forEach(out::bytes));
        }

        /** A digest of all that was said before has to be that of what was said instead. */
        private SourceFrame counted(SourceFrame frame) {
            return frame instanceof SourceFrame.SnapshotComplete
                    ? new SourceFrame.SnapshotComplete(encoder.digest())
                    : frame;
        }
    }

    /** One end of a migrate stream. */
    private final class End implements StreamSocket {

        private final Queue<Bytes> unread = new ArrayDeque<>();
        private Optional<Rewriting> rewriting = Optional.empty();
        private @Nullable End other;
        private StreamSocket.@Nullable Listener listener;
        private boolean isSource;
        private boolean isPaused;
        private boolean isClosing;
        private boolean isEnded;

        @Override
        public void send(Bytes bytes) {
            sourceBytes += isSource ? bytes.length() : 0;
            Bytes given = Bytes.wrap(bytes.toArray());
            Bytes copy = rewriting.map(each -> each.rewrite(given)).orElse(given);
            time.execute(() -> {
                if (isHeld) {
                    held.add(() -> deliver(copy));
                } else {
                    deliver(copy);
                }
            });
        }

        private void deliver(Bytes copy) {
            if (!isSilent && other != null && !isEnded) {
                other.receive(copy);
            }
        }

        @Override
        public void flush() {}

        private void receive(Bytes bytes) {
            unread.add(bytes);
            read();
        }

        private void read() {
            while (!isPaused && !isClosing && !isEnded && listener != null && !unread.isEmpty()) {
                listener.onBytes(unread.remove());
            }
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void limit(long bytesPerSecond) {}

        @Override
        public void pauseReading() {
            isPaused = true;
        }

        @Override
        public void resumeReading() {
            isPaused = false;
            time.execute(this::read);
        }

        @Override
        public void close() {
            if (!isClosing) {
                isClosing = true;
                time.execute(() -> {
                    end(Optional.empty());
                    if (!isSilent && other != null) {
                        other.end(Optional.empty());
                    }
                });
            }
        }

        @Override
        public void abort() {
            close();
        }

        private void end(Optional<String> reason) {
            if (!isEnded) {
                isEnded = true;
                if (listener != null) {
                    listener.onClosed(reason);
                }
            }
        }
    }
}
