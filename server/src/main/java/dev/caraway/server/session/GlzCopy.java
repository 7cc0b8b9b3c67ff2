package dev.caraway.server.session;

import dev.caraway.codecs.glz.GlzDictionary;
import dev.caraway.codecs.glz.GlzSnapshotWriter;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.compression.CompressionLane;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies a client's GLZ dictionary out for another host, most of it while images are added. On the loop only.
 *
 * <p>The dictionary belongs to the client's {@link CompressionLane}, so each piece waits for its turn there. Should
 * another dictionary take its place, the copy begins anew.
 */
public final class GlzCopy {

    /** The largest piece but the last: copying it keeps the loop for a fraction of a millisecond. */
    public static final int PIECE_BYTES_MAX = 1 << 16;

    /** The first byte of a piece that begins a copy; the window's size in pixels follows. */
    static final int FIRST = 1;

    /** The first byte of any other piece. */
    static final int NEXT = 2;

    private final CompressionLane lane;
    private final Supplier<Optional<GlzDictionary>> current;
    private @Nullable Begun begun;
    private boolean isCaughtUp;
    private long bytesLeft;

    /** A copy of one dictionary. */
    private static final class Begun {
        private final GlzDictionary dictionary;
        private final GlzSnapshotWriter writer;
        private boolean hasFirst;

        Begun(GlzDictionary dictionary) {
            this.dictionary = dictionary;
            this.writer = new GlzSnapshotWriter(dictionary);
        }
    }

    GlzCopy(CompressionLane lane, Supplier<Optional<GlzDictionary>> current) {
        this.lane = lane;
        this.current = current;
    }

    /**
     * Gives {@code callback} the next piece, perhaps before this returns: at most {@code maxBytes}, and
     * {@link #PIECE_BYTES_MAX}; empty when there is nothing that has not been copied.
     *
     * @param maxBytes 128 or more
     */
    public void nextPiece(int maxBytes, Consumer<Bytes> callback) {
        int bytes = Math.min(maxBytes, PIECE_BYTES_MAX);
        lane.run(new Turn(callback) {
            @Override
            Bytes write() {
                return follow().map(copy -> piece(copy, bytes)).orElse(Bytes.EMPTY);
            }
        });
    }

    /**
     * Gives {@code callback} what is still missing, in one piece that ends the copy; empty if the client has no
     * dictionary. From then on no image is added until {@link #resume}.
     */
    public void end(Consumer<Bytes> callback) {
        lane.run(new Turn(callback) {
            @Override
            Bytes write() {
                return follow().map(GlzCopy::lastPiece).orElse(Bytes.EMPTY);
            }
        });
    }

    /** The client stays here after all: images are added again, and the next piece begins another copy. */
    public void resume() {
        lane.run(new Turn(nothing -> {}) {
            @Override
            Bytes write() {
                if (begun != null) {
                    begun.dictionary.thaw();
                }
                begun = null;
                return Bytes.EMPTY;
            }
        });
    }

    /** Whether everything was copied that there was when the last piece was given. */
    public boolean isCaughtUp() {
        return isCaughtUp;
    }

    /** About how many bytes were missing when the last piece was given. */
    public long bytesLeft() {
        return bytesLeft;
    }

    private Optional<Begun> follow() {
        Optional<GlzDictionary> now = current.get();
        if (now.isEmpty()) {
            begun = null;
        } else if (begun == null || begun.dictionary != now.get()) {
            begun = new Begun(now.get());
        }
        return Optional.ofNullable(begun);
    }

    private static Bytes piece(Begun copy, int maxBytes) {
        if (copy.hasFirst && copy.writer.isCaughtUp()) {
            return Bytes.EMPTY;
        }
        byte[] out = new byte[maxBytes];
        int at = head(copy, out);
        at += copy.writer.write(out, at, maxBytes - at);
        return Bytes.wrap(Arrays.copyOf(out, at));
    }

    private static Bytes lastPiece(Begun copy) {
        copy.dictionary.freeze();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] part = new byte[PIECE_BYTES_MAX];
        out.write(part, 0, head(copy, part));
        while (!copy.writer.isCaughtUp()) {
            out.write(part, 0, copy.writer.write(part, 0, part.length));
        }
        byte[] end = new byte[copy.writer.endBytes()];
        out.write(end, 0, copy.writer.writeEnd(end, 0));
        return Bytes.wrap(out.toByteArray());
    }

    private static int head(Begun copy, byte[] out) {
        ByteBuffer head = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
        if (copy.hasFirst) {
            head.put((byte) NEXT);
        } else {
            head.put((byte) FIRST).putInt(copy.dictionary.windowPixels());
            copy.hasFirst = true;
        }
        return head.position();
    }

    /** A turn in the lane. It counts as no pixels, so that it is on the loop and not taken for compression. */
    private abstract class Turn implements CompressionLane.Job {

        private final Consumer<Bytes> callback;
        private Bytes piece = Bytes.EMPTY;

        Turn(Consumer<Bytes> callback) {
            this.callback = callback;
        }

        abstract Bytes write();

        @Override
        public long pixels() {
            return 0;
        }

        @Override
        public void compress() {
            piece = write();
            isCaughtUp = begun == null || begun.writer.isCaughtUp();
            bytesLeft = begun == null ? 0 : begun.writer.bytesLeft();
        }

        @Override
        public void onCompressed() {
            callback.accept(piece);
        }

        @Override
        public void onFailed(Throwable mistake) {
            throw new AssertionError("a dictionary could not be copied", mistake);
        }
    }
}
