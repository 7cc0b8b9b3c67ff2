package dev.caraway.server.rehearsal;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.HostAddress;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.StreamListening;
import dev.caraway.server.channel.StreamSocket;
import dev.caraway.server.channel.StreamSockets;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The way between the two made-up hosts: one listens, the other connects. */
final class MemoryStreams implements StreamSockets {

    private final Loop loop;
    private StreamSocket.@Nullable Acceptor acceptor;

    MemoryStreams(Loop loop) {
        this.loop = loop;
    }

    @Override
    public CompletionStage<StreamSocket> connect(
            HostAddress address, long timeoutMillis, StreamSocket.Listener listener) {
        CompletableFuture<StreamSocket> connected = new CompletableFuture<>();
        loop.execute(() -> {
            StreamSocket.Acceptor listening = acceptor;
            if (listening == null) {
                connected.completeExceptionally(new IOException("expected the other host to listen"));
                return;
            }
            End near = new End(listener);
            End far = new End(null);
            near.other = far;
            far.other = near;
            listening.accept(far).ifPresent(taken -> far.listener = taken);
            connected.complete(near);
        });
        return connected;
    }

    @Override
    public CompletionStage<StreamListening> listen(HostAddress address, StreamSocket.Acceptor by) {
        acceptor = by;
        return CompletableFuture.completedStage(new StreamListening() {
            @Override
            public int port() {
                return address.port();
            }

            @Override
            public void close() {
                acceptor = null;
            }
        });
    }

    /** One end of a migrate stream. Either reads whenever it can. */
    private final class End implements StreamSocket {

        private StreamSocket.@Nullable Listener listener;
        private @Nullable End other;

        End(StreamSocket.@Nullable Listener listener) {
            this.listener = listener;
        }

        @Override
        public void send(Bytes bytes) {
            // A reader keeps parts of what it was given.
            Bytes copy = Bytes.wrap(bytes.toArray());
            loop.execute(() -> {
                if (other != null && other.listener != null) {
                    other.listener.onBytes(copy);
                }
            });
        }

        @Override
        public void flush() {}

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void limit(long bytesPerSecond) {}

        @Override
        public void pauseReading() {}

        @Override
        public void resumeReading() {}

        @Override
        public void close() {
            loop.execute(() -> {
                onEnd();
                if (other != null) {
                    other.onEnd();
                }
            });
        }

        @Override
        public void abort() {
            close();
        }

        private void onEnd() {
            StreamSocket.Listener told = listener;
            listener = null;
            if (told != null) {
                told.onClosed(Optional.empty());
            }
        }
    }
}
