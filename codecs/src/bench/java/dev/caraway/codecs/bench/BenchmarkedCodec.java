package dev.caraway.codecs.bench;

import dev.caraway.codecs.glz.GlzDictionary;
import dev.caraway.codecs.glz.GlzEncoder;
import dev.caraway.codecs.jpeg.JpegEncoder;
import dev.caraway.codecs.jpeg.JpegSampling;
import dev.caraway.codecs.lz.LzEncoder;
import dev.caraway.codecs.lz4.Lz4Encoder;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.quic.QuicEncoder;
import java.util.Locale;
import java.util.function.Supplier;

/** The codecs of the table: one row here adds a codec to it. */
public enum BenchmarkedCodec {
    LZ("lz", State.NONE, () -> new LzEncoder()::compress),
    QUIC("quic", State.NONE, () -> new QuicEncoder()::compress),
    GLZ("glz", State.IMAGES_BEFORE, BenchmarkedCodec::glz),
    LZ4("lz4", State.NONE, () -> new Lz4Encoder()::compress),
    JPEG("jpeg", State.NONE, BenchmarkedCodec::jpeg);

    /** What both sides compress JPEG with: libspice-server's quality, and the sampling of pictures. */
    private static final int JPEG_QUALITY = 85;

    /** What {@code c_codecs} takes if it is not told otherwise. */
    private static final int GLZ_WINDOW_PIXELS = 1 << 22;

    private static final GlzDictionary GLZ_DICTIONARY = new GlzDictionary(GLZ_WINDOW_PIXELS);

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

    /** The memory is there, as in a server that runs for a while; the images of earlier passes are not. */
    private static Compressor glz() {
        GLZ_DICTIONARY.removeAll();
        return new GlzEncoder(GLZ_DICTIONARY)::compress;
    }

    private static Compressor jpeg() {
        JpegEncoder encoder = new JpegEncoder();
        return (raster, out, offset) -> encoder.compress(raster, JPEG_QUALITY, JpegSampling.FOUR_TWO_ZERO, out, offset);
    }

    Compressor fresh() {
        return fresh.get();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
