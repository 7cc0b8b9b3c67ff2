package dev.caraway.it.client;

import dev.caraway.codecs.glz.GlzDecoder;
import dev.caraway.codecs.glz.GlzWindow;
import dev.caraway.codecs.glz.ZlibGlz;
import dev.caraway.codecs.lz.LzDecoder;
import dev.caraway.codecs.lz4.Lz4Decoder;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.quic.QuicDecoder;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.CachedPalette;
import dev.caraway.protocol.image.GlzRgbData;
import dev.caraway.protocol.image.ImageData;
import dev.caraway.protocol.image.JpegData;
import dev.caraway.protocol.image.Lz4Data;
import dev.caraway.protocol.image.LzPaletteData;
import dev.caraway.protocol.image.LzRgbData;
import dev.caraway.protocol.image.Palette;
import dev.caraway.protocol.image.PaletteSource;
import dev.caraway.protocol.image.QuicData;
import dev.caraway.protocol.image.ZlibGlzRgbData;
import dev.caraway.protocol.wire.Bytes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/** What a client needs to see the images of one display channel: its decoders, its GLZ window, its palette cache. */
final class ClientImages {

    private static final int PIXELS_MAX = 1 << 26;
    private static final long WINDOW_PIXELS = 1 << 24;

    private final LzDecoder lz = new LzDecoder();
    private final QuicDecoder quic = new QuicDecoder();
    private final Lz4Decoder lz4 = new Lz4Decoder();
    private final GlzDecoder glz = new GlzDecoder(new GlzWindow(2 * WINDOW_PIXELS));
    private final Map<Long, List<Integer>> palettes = new HashMap<>();

    /**
     * The pixels of an image that came with its data.
     *
     * @param width and {@code height} as the image's descriptor has them: some formats do not repeat them
     */
    ClientSurface decode(ImageData data, int width, int height) {
        if (data instanceof BitmapData bitmap) {
            return bitmap.palette() == null
                    ? ClientSurface.of(bitmap)
                    : ClientSurface.of(ClientSurface.raster(bitmap), colors(bitmap.palette(), bitmap.flags()));
        }
        if (data instanceof LzPaletteData indexed) {
            Bytes bytes = indexed.data();
            Raster raster = lz.decompress(bytes.array(), bytes.offset(), bytes.length(), PIXELS_MAX);
            return ClientSurface.of(raster, colors(indexed.palette(), indexed.flags()));
        }
        return data instanceof JpegData jpeg ? jpeg(jpeg.data()) : ClientSurface.of(colored(data, width, height));
    }

    /** The palette with this id leaves the cache. */
    void forgetPalette(long id) {
        if (palettes.remove(id) == null) {
            throw new AssertionError("palette " + id + ": expected one in the cache");
        }
    }

    void forgetPalettes() {
        palettes.clear();
    }

    private Raster colored(ImageData data, int width, int height) {
        if (data instanceof LzRgbData image) {
            Bytes bytes = image.data();
            return lz.decompress(bytes.array(), bytes.offset(), bytes.length(), PIXELS_MAX);
        }
        if (data instanceof QuicData image) {
            Bytes bytes = image.data();
            return quic.decompress(bytes.array(), bytes.offset(), bytes.length(), PIXELS_MAX);
        }
        if (data instanceof Lz4Data image) {
            Bytes bytes = image.data();
            return lz4.decompress(bytes.array(), bytes.offset(), bytes.length(), width, height);
        }
        if (data instanceof GlzRgbData image) {
            Bytes bytes = image.data();
            return glz.decompress(bytes.array(), bytes.offset(), bytes.length());
        }
        if (data instanceof ZlibGlzRgbData image) {
            return inflated(image);
        }
        throw new AssertionError(data.type() + ": expected an image that this client decodes");
    }

    private Raster inflated(ZlibGlzRgbData image) {
        byte[] out = new byte[image.glzSizeBytes()];
        Bytes bytes = image.data();
        try (ZlibGlz zlib = new ZlibGlz()) {
            zlib.decompress(bytes.array(), bytes.offset(), bytes.length(), out, 0, out.length);
        }
        return glz.decompress(out, 0, out.length);
    }

    /** The pixels of a JPEG file, as a client's library sees them. */
    static ClientSurface jpeg(Bytes bytes) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(MotionJpeg.asFile(bytes.toArray())));
            if (image == null) {
                throw new AssertionError("jpeg: expected an image that ImageIO reads");
            }
            ClientSurface surface = ClientSurface.blank(image.getWidth(), image.getHeight());
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    surface.put(x, y, image.getRGB(x, y));
                }
            }
            return surface;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Integer> colors(PaletteSource source, int flags) {
        if (source instanceof CachedPalette) {
            return Optional.ofNullable(palettes.get(source.unique()))
                    .orElseThrow(() -> new AssertionError(source + ": expected one in the cache"));
        }
        List<Integer> colors = ((Palette) source).colors();
        if ((flags & BitmapData.PAL_CACHE_ME) != 0 && palettes.put(source.unique(), colors) != null) {
            throw new AssertionError(source + ": expected one that is not in the cache");
        }
        return colors;
    }
}
