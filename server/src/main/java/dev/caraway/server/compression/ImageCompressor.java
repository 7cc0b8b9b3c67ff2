package dev.caraway.server.compression;

import dev.caraway.codecs.glz.GlzDictionary;
import dev.caraway.codecs.glz.GlzEncoder;
import dev.caraway.codecs.glz.ZlibGlz;
import dev.caraway.codecs.lz.LzEncoder;
import dev.caraway.codecs.lz4.Lz4Encoder;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.quic.QuicEncoder;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.GlzRgbData;
import dev.caraway.protocol.image.ImageCompression;
import dev.caraway.protocol.image.ImageData;
import dev.caraway.protocol.image.Lz4Data;
import dev.caraway.protocol.image.LzPaletteData;
import dev.caraway.protocol.image.LzRgbData;
import dev.caraway.protocol.image.Palette;
import dev.caraway.protocol.image.QuicData;
import dev.caraway.protocol.image.ZlibGlzRgbData;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.render.PixelFormats;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the images of one display channel of one client: each with the codec that suits it, or not at all if that
 * is smaller.
 *
 * <p>It owns its encoders and buffers, made when they are first needed; one thread at a time, that of the client's
 * {@link CompressionLane}.
 */
public final class ImageCompressor implements AutoCloseable {

    /** A smaller GLZ image has nothing for zlib (image-encoders.cpp: MIN_GLZ_SIZE_FOR_ZLIB). */
    private static final int ZLIB_MIN_BYTES = 100;

    /** Room for what comes every day; an image that took more does not keep it. */
    private static final int KEPT_BYTES = 1 << 21;

    private final CodecChoice choice;
    private final GlzEncoder glz;
    private final LzEncoder lz = new LzEncoder();
    private @Nullable QuicEncoder quic;
    private @Nullable PhotographCompressor photographs;
    private @Nullable Lz4Encoder lz4;
    private @Nullable ZlibGlz zlib;
    private byte[] buffer = new byte[1 << 16];
    private byte[] deflated = new byte[1 << 14];

    /**
     * @param takesLz4 whether the client decodes LZ4
     * @param dictionary shared by the client's display channels, and used by nobody outside its lane
     */
    public ImageCompressor(boolean takesLz4, GlzDictionary dictionary) {
        this.choice = new CodecChoice(takesLz4, dictionary);
        this.glz = new GlzEncoder(dictionary);
    }

    /**
     * How images are to be compressed.
     *
     * @param images within which the choice of a codec stays
     * @param zlibOverGlz whether GLZ is worth being compressed once more
     * @param mayLose whether a photograph may lose detail, which is then JPEG in the place of QUIC
     */
    public record Wish(ImageCompression images, boolean zlibOverGlz, boolean mayLose) {

        /** The same for an image of which nothing may be lost. */
        public Wish lossless() {
            return mayLose ? new Wish(images, zlibOverGlz, false) : this;
        }
    }

    /** The id that the next image compressed with GLZ gets, on whichever display channel of the client. */
    public long nextGlzImageId() {
        return choice.dictionary().nextImageId();
    }

    /** The form in which {@code bitmap} travels; with its palette where it has one. */
    public ImageData compress(BitmapData bitmap, Wish wish) {
        Raster raster = PixelFormats.raster(bitmap);
        // A mask: bits without colours, which clients take as they are.
        if (raster.format().isPalette() && !(bitmap.palette() instanceof Palette)) {
            return bitmap;
        }
        ImageData compressed = switch (choice.choose(raster, wish.images)) {
            case RAW -> bitmap;
            case LZ -> lz(bitmap, raster);
            case GLZ -> glz(raster, wish.zlibOverGlz);
            case QUIC -> wish.mayLose ? photograph(bitmap, raster) : quic(bitmap, raster);
            case LZ4 -> lz4(bitmap, raster);
        };
        if (buffer.length > KEPT_BYTES) {
            buffer = new byte[KEPT_BYTES];
        }
        if (deflated.length > KEPT_BYTES) {
            deflated = new byte[KEPT_BYTES];
        }
        return compressed;
    }

    @Override
    public void close() {
        if (zlib != null) {
            zlib.close();
        }
    }

    private ImageData lz(BitmapData bitmap, Raster raster) {
        provide(bitmap.data().length());
        int length = lz.compress(raster, buffer, 0);
        if (length < 0 || length >= bitmap.data().length()) {
            return bitmap;
        }
        return bitmap.palette() instanceof Palette palette
                ? new LzPaletteData(bitmap.flags() & LzPaletteData.TOP_DOWN, palette, written(length))
                : new LzRgbData(written(length));
    }

    /** It is in the dictionary now, so it travels like this even if it has grown. */
    private ImageData glz(Raster raster, boolean zlibOverGlz) {
        provide(GlzEncoder.maxCompressedBytes(raster.format(), raster.width(), raster.height()));
        int length = glz.compress(raster, buffer, 0);
        if (zlibOverGlz && length >= ZLIB_MIN_BYTES) {
            if (deflated.length < length) {
                deflated = new byte[Math.max(length, 2 * deflated.length)];
            }
            if (zlib == null) {
                zlib = new ZlibGlz();
            }
            // The other form has a size more.
            int shorter = zlib.compress(buffer, 0, length, deflated, 0, length - Integer.BYTES);
            if (shorter != ZlibGlz.DOES_NOT_FIT) {
                return new ZlibGlzRgbData(length, Bytes.wrap(Arrays.copyOf(deflated, shorter)));
            }
        }
        return new GlzRgbData(written(length));
    }

    private ImageData photograph(BitmapData bitmap, Raster raster) {
        if (photographs == null) {
            photographs = new PhotographCompressor();
        }
        return photographs.compress(raster).orElseGet(() -> quic(bitmap, raster));
    }

    private ImageData quic(BitmapData bitmap, Raster raster) {
        if (quic == null) {
            quic = new QuicEncoder();
        }
        provide(bitmap.data().length());
        int length = quic.compress(raster, buffer, 0);
        return length < 0 || length >= bitmap.data().length() ? bitmap : new QuicData(written(length));
    }

    private ImageData lz4(BitmapData bitmap, Raster raster) {
        if (lz4 == null) {
            lz4 = new Lz4Encoder();
        }
        provide(bitmap.data().length());
        int length = lz4.compress(raster, buffer, 0);
        return length < 0 || length >= bitmap.data().length() ? bitmap : new Lz4Data(written(length));
    }

    /** An output as long as the image itself is enough: what does not fit travels as it is. */
    private void provide(int bytes) {
        if (buffer.length < bytes) {
            buffer = new byte[Math.max(bytes, Math.min(2 * buffer.length, KEPT_BYTES))];
        }
    }

    private Bytes written(int length) {
        return Bytes.wrap(Arrays.copyOf(buffer, length));
    }
}
