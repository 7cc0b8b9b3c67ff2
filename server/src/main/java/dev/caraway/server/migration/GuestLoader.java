package dev.caraway.server.migration;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.guest.GuestState;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Has the guest read its state, on a thread of its own, as it arrives. On the loop only, but for that thread, which asks for
 * each chunk and waits for it.
 */
final class GuestLoader {

    /** When more than this waits for the guest, its stream should wait too. */
    private static final long ROOM_BYTES = 4 << 20;

    /** When no more than this waits, its stream should go on. */
    private static final long ROOM_AGAIN_BYTES = ROOM_BYTES / 2;

    private final Loop loop;
    private final GuestState state;
    private final Runnable onLoaded;
    private final Consumer<String> onFailed;
    private final Consumer<Boolean> onRoom;
    private final ExecutorService thread = GuestThread.start("caraway-load");
    private @Nullable Round current;
    private boolean isGuestStopped;
    private boolean isOver;
    private long waitingBytes;
    private boolean isFull;

    /**
     * @param onLoaded told once the guest has read what was left when it stood still
     * @param onFailed told why this is no state of such a guest
     * @param onRoom told whether there is room for more, when that changes
     */
    GuestLoader(Loop loop, GuestState state, Runnable onLoaded, Consumer<String> onFailed, Consumer<Boolean> onRoom) {
        this.loop = loop;
        this.state = state;
        this.onLoaded = onLoaded;
        this.onFailed = onFailed;
        this.onRoom = onRoom;
    }

    /** The guest stands still at the source: the next round is the last. */
    void guestStopped() {
        isGuestStopped = true;
    }

    /** A chunk of a round has arrived. */
    void offer(int number, Bytes chunk, boolean isLast) {
        if (isOver) {
            return;
        }
        Round round = current;
        if (round == null) {
            round = new Round(number, isGuestStopped);
            current = round;
            begin(round);
        }
        round.add(chunk, isLast);
        if (isLast) {
            current = null;
        }
    }

    /** Ends it, wherever it is: the guest's read fails. */
    void cancel() {
        isOver = true;
        if (current != null) {
            current.fail();
        }
        thread.shutdownNow();
    }

    private void begin(Round round) {
        thread.execute(() -> {
            try {
                InputStream in = new RoundStream(round);
                if (round.isRest) {
                    state.load(in);
                } else {
                    state.loadWhileRunning(round.number, in);
                }
                if (in.read() >= 0) {
                    throw new IOException("expected all of its state to be read");
                }
                if (round.isRest) {
                    loop.execute(() -> {
                        if (!isOver) {
                            thread.shutdown();
                            onLoaded.run();
                        }
                    });
                }
            } catch (IOException | RuntimeException | Error e) {
                loop.execute(() -> {
                    if (!isOver) {
                        onFailed.accept("guest: " + GuestThread.reason(e));
                    }
                });
            }
        });
    }

    private void count(long bytes) {
        waitingBytes += bytes;
        boolean isFullNow = waitingBytes > (isFull ? ROOM_AGAIN_BYTES : ROOM_BYTES);
        if (isFullNow != isFull) {
            isFull = isFullNow;
            onRoom.accept(!isFullNow);
        }
    }

    /** A round on its way from the stream to the guest. */
    private final class Round {

        private final int number;
        private final boolean isRest;
        private final Queue<Bytes> chunks = new ArrayDeque<>();
        private boolean isComplete;
        private @Nullable CompletableFuture<Bytes> asked;

        Round(int number, boolean isRest) {
            this.number = number;
            this.isRest = isRest;
        }

        void add(Bytes chunk, boolean isLast) {
            isComplete = isLast;
            if (!chunk.isEmpty()) {
                chunks.add(chunk);
                count(chunk.length());
            }
            answer();
        }

        /** The guest's thread asks for the next chunk; an empty one is the end. */
        void ask(CompletableFuture<Bytes> next) {
            asked = next;
            answer();
        }

        void fail() {
            if (asked != null) {
                asked.completeExceptionally(new IOException("the move is over"));
            }
        }

        private void answer() {
            CompletableFuture<Bytes> next = asked;
            if (next == null) {
                return;
            }
            if (isOver) {
                fail();
            } else if (!chunks.isEmpty()) {
                asked = null;
                Bytes chunk = chunks.remove();
                count(-chunk.length());
                next.complete(chunk);
            } else if (isComplete) {
                next.complete(Bytes.EMPTY);
            }
        }
    }

    /** What the guest reads from, on its thread. */
    private final class RoundStream extends InputStream {

        private final Round round;
        private Bytes chunk = Bytes.EMPTY;
        private int position;
        private boolean isEnd;

        RoundStream(Round round) {
            this.round = round;
        }

        @Override
        public int read() throws IOException {
            return isAtEnd() ? -1 : chunk.at(position++) & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (isAtEnd()) {
                return -1;
            }
            int read = Math.min(count, chunk.length() - position);
            System.arraycopy(chunk.array(), chunk.offset() + position, into, offset, read);
            position += read;
            return read;
        }

        private boolean isAtEnd() throws IOException {
            if (!isEnd && position == chunk.length()) {
                chunk = next();
                position = 0;
                isEnd = chunk.isEmpty();
            }
            return isEnd;
        }

        private Bytes next() throws IOException {
            CompletableFuture<Bytes> next = new CompletableFuture<>();
            loop.execute(() -> round.ask(next));
            try {
                return next.get();
            } catch (InterruptedException e) {
                throw new InterruptedIOException("the move is over");
            } catch (ExecutionException e) {
                throw new IOException("the move is over", e);
            }
        }
    }
}
