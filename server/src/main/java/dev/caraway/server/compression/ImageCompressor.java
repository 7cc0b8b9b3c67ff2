package dev.caraway.server.compression;

import dev.caraway.codecs.lz.LzEncoder;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.ImageData;
import dev.caraway.protocol.image.LzRgbData;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.render.PixelFormats;
import java.util.Arrays;

/**
 * Chooses how a bitmap travels: as it is, or compressed if that is smaller.
 *
 * <p>It owns its encoder and buffer; only on the loop.
 */
public final class ImageCompressor {

    /** Below this many bytes a header costs more than compression wins (dcc.cpp: dcc_compress_image). */
    private static final int MIN_BYTES = 54;

    private final boolean mayCompress;
    private final LzEncoder lz = new LzEncoder();
    private byte[] buffer = new byte[1 << 16];

    public ImageCompressor(boolean mayCompress) {
        this.mayCompress = mayCompress;
    }

    /** The form in which {@code bitmap} travels. */
    public ImageData compress(BitmapData bitmap) {
        // A compressed indexed image would need its palette beside it; raw it carries the palette itself.
        boolean isIndexed = PixelFormats.of(bitmap.format()).isPalette();
        if (!mayCompress || bitmap.data().length() < MIN_BYTES || isIndexed) {
            return bitmap;
        }
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
        return new LzRgbData(Bytes.wrap(Arrays.copyOf(buffer, length)));
    }
}
