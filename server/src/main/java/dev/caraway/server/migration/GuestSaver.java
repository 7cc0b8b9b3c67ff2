package dev.caraway.server.migration;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.guest.GuestState;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has the guest write its state, on a thread of its own, as fast as the stream takes it. On the loop only, but for that
 * thread, which hands over each chunk and waits until it was taken.
 */
final class GuestSaver {

    private static final int CHUNK_BYTES = 1 << 16;

    /** Takes the guest's state. */
    interface Sink {

        void take(int round, Bytes chunk, boolean isLast);
    }

    private final Loop loop;
    private final GuestState state;
    private final BooleanSupplier isWritable;
    private final Sink sink;
    private final Consumer<String> onFailed;
    private final ExecutorService thread = GuestThread.start("caraway-save");
    private @Nullable Chunk waiting;
    private boolean isOver;

    /** A piece of a round, and who waits until it was taken. */
    private record Chunk(int round, Bytes bytes, boolean isLast, CompletableFuture<Void> taken) {}

    /** Whether there was a round, and whether another one would pay. */
    record Outcome(boolean isRound, boolean again) {}

    /** What the guest is asked to do. */
    private interface Save {

        Outcome write() throws IOException;
    }

    GuestSaver(Loop loop, GuestState state, BooleanSupplier isWritable, Sink sink, Consumer<String> onFailed) {
        this.loop = loop;
        this.state = state;
        this.isWritable = isWritable;
        this.sink = sink;
        this.onFailed = onFailed;
    }

    /** Asks for what can be had while the guest runs; a round of nothing is none. */
    void saveRound(int round, Consumer<Outcome> done) {
        run(
                () -> {
                    ChunkStream out = new ChunkStream(round);
                    boolean again = state.saveWhileRunning(round, out);
                    boolean isRound = out.isUsed();
                    if (isRound) {
                        out.finish();
                    }
                    return new Outcome(isRound, isRound && again);
                },
                done);
    }

    /** Asks for what is left, of a guest that stands still. */
    void saveRest(int round, Runnable done) {
        run(
                () -> {
                    ChunkStream out = new ChunkStream(round);
                    state.save(out);
                    out.finish();
                    return new Outcome(true, false);
                },
                outcome -> done.run());
    }

    /** The stream takes more. */
    void proceed() {
        Chunk chunk = waiting;
        if (chunk != null && isWritable.getAsBoolean()) {
            waiting = null;
            give(chunk);
        }
    }

    /** Ends it, wherever it is: the guest's write fails. */
    void cancel() {
        isOver = true;
        if (waiting != null) {
            waiting.taken.completeExceptionally(new IOException("the move is over"));
            waiting = null;
        }
        thread.shutdownNow();
    }

    private void run(Save guest, Consumer<Outcome> done) {
        thread.execute(() -> {
            try {
                Outcome outcome = guest.write();
                loop.execute(() -> {
                    if (!isOver) {
                        done.accept(outcome);
                    }
                });
            } catch (IOException | RuntimeException | Error e) {
                loop.execute(() -> {
                    if (!isOver) {
                        onFailed.accept("guest: " + GuestThread.reason(e));
                    }
                });
            }
        });
    }

    private void offer(Chunk chunk) {
        if (isOver) {
            chunk.taken.completeExceptionally(new IOException("the move is over"));
        } else if (isWritable.getAsBoolean()) {
            give(chunk);
        } else {
            waiting = chunk;
        }
    }

    private void give(Chunk chunk) {
        sink.take(chunk.round, chunk.bytes, chunk.isLast);
        chunk.taken.complete(null);
    }

    /** What the guest writes to, on its thread. */
    private final class ChunkStream extends OutputStream {

        private final int round;
        private final byte[] buffer = new byte[CHUNK_BYTES];
        private int length;
        private boolean isHanded;

        ChunkStream(int round) {
            this.round = round;
        }

        @Override
        public void write(int value) throws IOException {
            makeRoom();
            buffer[length++] = (byte) value;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            int written = 0;
            while (written < count) {
                makeRoom();
                int piece = Math.min(count - written, buffer.length - length);
                System.arraycopy(bytes, offset + written, buffer, length, piece);
                length += piece;
                written += piece;
            }
        }

        boolean isUsed() {
            return isHanded || length > 0;
        }

        void finish() throws IOException {
            hand(true);
        }

        private void makeRoom() throws IOException {
            if (length == buffer.length) {
                hand(false);
            }
        }

        private void hand(boolean isLast) throws IOException {
            CompletableFuture<Void> taken = new CompletableFuture<>();
            Chunk chunk = new Chunk(round, Bytes.wrap(Arrays.copyOf(buffer, length)), isLast, taken);
            length = 0;
            isHanded = true;
            loop.execute(() -> offer(chunk));
            try {
                taken.get();
            } catch (InterruptedException e) {
                throw new InterruptedIOException("the move is over");
            } catch (ExecutionException e) {
                throw new IOException("the move is over", e);
            }
        }
    }
}
