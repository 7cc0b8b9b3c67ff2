package dev.caraway.server.compression;

import dev.caraway.codecs.lz.LzEncoder;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.ImageCompression;
import dev.caraway.protocol.image.ImageData;
import dev.caraway.protocol.image.LzPaletteData;
import dev.caraway.protocol.image.LzRgbData;
import dev.caraway.protocol.image.Palette;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.render.PixelFormats;
import java.util.Arrays;

/**
 * Chooses how a bitmap travels: as it is, or compressed if that is smaller.
 *
 * <p>It owns one client's encoders and their buffer; one thread at a time, that of the client's {@link
 * CompressionLane}.
 */
public final class ImageCompressor {

    /** Below this many bytes a header costs more than compression wins (dcc.cpp: dcc_compress_image). */
    private static final int MIN_BYTES = 54;

    private final LzEncoder lz = new LzEncoder();
    private byte[] buffer = new byte[1 << 16];

    /** The form in which {@code bitmap} travels; with its palette where it has one. */
    public ImageData compress(BitmapData bitmap, ImageCompression wanted) {
        if (wanted == ImageCompression.OFF || bitmap.data().length() < MIN_BYTES) {
            return bitmap;
        }
        boolean isIndexed = PixelFormats.of(bitmap.format()).isPalette();
        // A mask: bits without colours, which clients take as they are.
        if (isIndexed && !(bitmap.palette() instanceof Palette)) {
            return bitmap;
        }
        return lz(bitmap);
    }

    private ImageData lz(BitmapData bitmap) {
        Raster raster = PixelFormats.raster(bitmap);
        int bound = Math.min(
                LzEncoder.maxCompressedBytes(raster.format(), raster.width(), raster.height()),
                bitmap.data().length());
        if (buffer.length < bound) {
            buffer = new byte[bound];
        }
        int length = lz.compress(raster, buffer, 0);
        if (length == LzEncoder.DOES_NOT_FIT || length >= bitmap.data().length()) {
            return bitmap;
        }
        Bytes data = Bytes.wrap(Arrays.copyOf(buffer, length));
        return bitmap.palette() instanceof Palette palette
                ? new LzPaletteData(bitmap.flags() & LzPaletteData.TOP_DOWN, palette, data)
                : new LzRgbData(data);
    }
}
