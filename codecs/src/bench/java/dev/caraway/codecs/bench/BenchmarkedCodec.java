package dev.caraway.codecs.bench;

import dev.caraway.codecs.lz.LzEncoder;
import dev.caraway.codecs.pixel.Raster;
import java.util.Locale;
import java.util.function.Supplier;

/** The codecs of the table: one row here adds a codec to it. */
public enum BenchmarkedCodec {
    LZ("lz", State.NONE, () -> new LzEncoder()::compress);

    /** Compresses all of {@code raster} into {@code out} from {@code offset} on; the bytes written, or less than 0. */
    @FunctionalInterface
    public interface Compressor {
        int compress(Raster raster, byte[] out, int offset);
    }

    private enum State {
        /** An image's bytes depend on its pixels alone. */
        NONE,
        /** They also depend on the images before, so each pass over a sequence begins with a fresh compressor. */
        IMAGES_BEFORE
    }

    private final String peerName;
    private final State state;

    // A method reference has no state, which Error Prone cannot know.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<Compressor> fresh;

    BenchmarkedCodec(String peerName, State state, Supplier<Compressor> fresh) {
        this.peerName = peerName;
        this.state = state;
        this.fresh = fresh;
    }

    /** What {@code c_codecs} calls the codec that this one is compared with. */
    String peerName() {
        return peerName;
    }

    boolean remembersImages() {
        return state == State.IMAGES_BEFORE;
    }

    Compressor fresh() {
        return fresh.get();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
