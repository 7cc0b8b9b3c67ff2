package dev.caraway.codecs.bench;

import dev.caraway.codecs.pixel.LineOrder;
import dev.caraway.codecs.pixel.Photographs;
import dev.caraway.codecs.pixel.PixelFormat;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.pixel.Rasters;
import dev.caraway.codecs.pixel.Screens;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * The pictures that codecs are measured with: a screen of each kind, a sequence for the codec that remembers images, and
 * whatever PNGs lie in the folder that {@code -Dimages=} names.
 *
 * @param rasters top-down and without gaps, which the C codecs need
 */
record BenchmarkImages(String name, List<Raster> rasters) {

    private static final int WIDTH = 1024;
    private static final int HEIGHT = 768;

    /** Those that need no file beside the sources. */
    private static final List<String> BUILT_IN = List.of("desktop", "term", "photo", "flat", "sequence");

    private static final Map<PixelFormat, String> PEER_FORMATS = Map.of(
            PixelFormat.RGB16_555, "rgb16",
            PixelFormat.RGB24, "rgb24",
            PixelFormat.XRGB32, "rgb32",
            PixelFormat.RGBA32, "rgba",
            PixelFormat.A8, "a8");

    /** The names of this run's images. */
    static List<String> names() {
        Path folder = namedFolder();
        if (folder == null) {
            return BUILT_IN;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".png"))
                    .map(file -> file.substring(0, file.length() - 4))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BenchmarkImages named(String name) {
        PixelFormat format = PixelFormat.valueOf(System.getProperty("format", "XRGB32"));
        List<Raster> rasters =
                colours(name).stream().map(raster -> convert(raster, format)).toList();
        return new BenchmarkImages(name, rasters);
    }

    /** The pixels' bytes, all images together. */
    long pixelBytes() {
        return rasters.stream()
                .mapToLong(raster -> (long) raster.rowBytes() * raster.height())
                .sum();
    }

    /** Enough for any codec's output of any of these. */
    static int roomFor(List<Raster> rasters) {
        int largest = 0;
        for (Raster raster : rasters) {
            largest = Math.max(largest, raster.rowBytes() * raster.height());
        }
        return largest * 3 + 65536;
    }

    /** Writes the images as {@code c_codecs} reads them. */
    void writeTo(Path file) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (Raster raster : rasters) {
                String line = "caraway-raster " + raster.width() + " " + raster.height() + " "
                        + PEER_FORMATS.get(raster.format()) + "\n";
                out.write(line.getBytes(StandardCharsets.US_ASCII));
                for (int y = 0; y < raster.height(); y++) {
                    out.write(raster.pixels(), raster.rowOffset(y), raster.rowBytes());
                }
            }
        }
    }

    private static List<Raster> colours(String name) {
        Path folder = namedFolder();
        if (folder != null) {
            return List.of(read(folder.resolve(name + ".png")));
        }
        return switch (name) {
            case "desktop" -> List.of(Screens.desktop());
            case "term" -> List.of(Screens.term());
            case "photo" -> List.of(Photographs.generate(WIDTH, HEIGHT, 1));
            case "flat" ->
                List.of(Rasters.generate(
                        Rasters.Look.FLAT, PixelFormat.XRGB32, WIDTH, HEIGHT, 0, LineOrder.TOP_DOWN, 1));
            case "sequence" -> sequence();
            default -> throw new IllegalArgumentException("image " + name + ": expected one of " + names());
        };
    }

    /** A terminal that scrolls by a line of 13 rows twelve times, and a window that moves over a desktop. */
    private static List<Raster> sequence() {
        List<Raster> images = new ArrayList<>();
        Raster term = Screens.term();
        for (int line = 0; line < 12; line++) {
            images.add(copy(term.part(100, 100 + 13 * line, 640, 400)));
        }
        Raster desktop = Screens.desktop();
        for (int step = 0; step < 12; step++) {
            images.add(copy(desktop.part(20 + 17 * step, 30 + 11 * step, 500, 375)));
        }
        return images;
    }

    private static Raster copy(Raster part) {
        Raster copy = Raster.allocate(part.format(), part.width(), part.height());
        for (int y = 0; y < part.height(); y++) {
            System.arraycopy(part.pixels(), part.rowOffset(y), copy.pixels(), copy.rowOffset(y), part.rowBytes());
        }
        return copy;
    }

    private static Raster read(Path file) {
        try {
            return Screens.of(ImageIO.read(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same picture in another format; green becomes the alpha of those that have one. */
    private static Raster convert(Raster from, PixelFormat format) {
        if (format == PixelFormat.XRGB32) {
            return from;
        }
        Raster to = Raster.allocate(format, from.width(), from.height());
        byte[] p = from.pixels();
        byte[] q = to.pixels();
        for (int i = 0, s = 0; s < p.length; i++, s += 4) {
            switch (format) {
                case RGB16_555 -> {
                    int word = (p[s] & 0xf8) >> 3 | (p[s + 1] & 0xf8) << 2 | (p[s + 2] & 0xf8) << 7;
                    q[2 * i] = (byte) word;
                    q[2 * i + 1] = (byte) (word >> 8);
                }
                case RGB24 -> System.arraycopy(p, s, q, 3 * i, 3);
                case RGBA32 -> {
                    System.arraycopy(p, s, q, 4 * i, 3);
                    q[4 * i + 3] = p[s + 1];
                }
                case A8 -> q[i] = p[s + 1];
                default -> throw new IllegalArgumentException("format " + format + ": expected one without a palette");
            }
        }
        return to;
    }

    private static @Nullable Path namedFolder() {
        String folder = System.getProperty("images");
        return folder == null ? null : Path.of(folder);
    }
}
