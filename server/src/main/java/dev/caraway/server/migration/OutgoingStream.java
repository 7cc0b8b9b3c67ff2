package dev.caraway.server.migration;

import dev.caraway.migration.stream.SourceFrame;
import dev.caraway.migration.stream.SourceFrame.SourceAlive;
import dev.caraway.migration.stream.StreamDecoder;
import dev.caraway.migration.stream.StreamEncoder;
import dev.caraway.migration.stream.StreamException;
import dev.caraway.migration.stream.StreamOrder;
import dev.caraway.migration.stream.TargetFrame;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.HostAddress;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.StreamSocket;
import dev.caraway.server.channel.StreamSockets;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The migrate stream of one move, seen from the source: says what may be said, hears what the target says, and knows when
 * it has gone. On the loop only.
 */
final class OutgoingStream {

    private static final Logger LOG = LoggerFactory.getLogger(OutgoingStream.class);

    private static final long CONNECT_MILLIS = 10_000;

    /** Between two signs of life. */
    private static final long ALIVE_MILLIS = 2_000;

    /** A target that says nothing for so long is gone. */
    private static final long SILENCE_MILLIS = 10_000;

    /** Who uses it. */
    interface Listener extends TargetFrame.Handler {

        /** The target hears. */
        void onOpen();

        /** More can be said without piling up. */
        void onWritable();

        /** The target cannot be reached, has gone, or says what it may not. */
        void onBroken(String reason);
    }

    private final Loop loop;
    private final Listener listener;
    private final MoveProgress progress;
    private final StreamOrder order = new StreamOrder();
    private final StreamEncoder<SourceFrame> encoder = StreamEncoder.ofSource();
    private @Nullable StreamSocket socket;
    private Loop.@Nullable Timer alive;
    private long heardNanos;
    private boolean isClosed;

    OutgoingStream(Loop loop, Listener listener, MoveProgress progress) {
        this.loop = loop;
        this.listener = listener;
        this.progress = progress;
    }

    void open(StreamSockets sockets, HostAddress address, long bytesPerSecond) {
        sockets.connect(address, CONNECT_MILLIS, new TargetSpeaks()).whenComplete((connected, failure) -> {
            if (isClosed) {
                if (failure == null) {
                    connected.abort();
                }
            } else if (failure != null) {
                listener.onBroken(String.valueOf(failure.getMessage()));
            } else {
                socket = connected;
                connected.limit(bytesPerSecond);
                heardNanos = loop.nanoTime();
                watch();
                listener.onOpen();
            }
        });
    }

    private void watch() {
        alive = loop.schedule(ALIVE_MILLIS, () -> {
            if (loop.nanoTime() - heardNanos > TimeUnit.MILLISECONDS.toNanos(SILENCE_MILLIS)) {
                listener.onBroken("the target has been silent for " + SILENCE_MILLIS / 1000 + " s");
            } else if (!isClosed) {
                say(new SourceAlive());
                watch();
            }
        });
    }

    /** Whether there is somebody to be told anything. */
    boolean isOpen() {
        return socket != null;
    }

    void limit(long bytesPerSecond) {
        if (socket != null) {
            socket.limit(bytesPerSecond);
        }
    }

    boolean isWritable() {
        return socket != null && socket.isWritable();
    }

    void say(SourceFrame frame) {
        if (socket == null) {
            return;
        }
        try {
            order.admit(frame);
        } catch (StreamException e) {
            // After the last word there is nothing to say, and of clients that are gone neither.
            LOG.debug("migration Not said: {}", e.getMessage());
            return;
        }
        socket.send(encoder.encode(frame));
        progress.transferred(encoder.bytesSent());
    }

    /** Lets what was said leave now. */
    void flush() {
        if (socket != null) {
            socket.flush();
        }
    }

    /** How much was said so far. */
    long bytesSent() {
        return encoder.bytesSent();
    }

    /** Of all that was said so far. */
    Bytes digest() {
        return encoder.digest();
    }

    /** Nothing more is said or heard. */
    void close() {
        isClosed = true;
        if (alive != null) {
            alive.cancel();
        }
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    /** What comes from the target. */
    private final class TargetSpeaks implements StreamSocket.Listener {

        private final StreamDecoder<TargetFrame> decoder = StreamDecoder.ofTarget();

        @Override
        public void onBytes(Bytes bytes) {
            heardNanos = loop.nanoTime();
            ByteBuffer arrived = ByteBuffer.wrap(bytes.array(), bytes.offset(), bytes.length());
            try {
                for (Optional<TargetFrame> frame = decoder.next(arrived);
                        frame.isPresent() && !isClosed;
                        frame = decoder.next(arrived)) {
                    order.admit(frame.get());
                    frame.get().deliverTo(listener);
                }
            } catch (StreamException e) {
                listener.onBroken(String.valueOf(e.getMessage()));
            }
        }

        @Override
        public void onWritable() {
            listener.onWritable();
        }

        @Override
        public void onClosed(Optional<String> reason) {
            socket = null;
            if (!isClosed) {
                listener.onBroken(reason.orElse("the target has closed the migrate stream"));
            }
        }
    }
}
