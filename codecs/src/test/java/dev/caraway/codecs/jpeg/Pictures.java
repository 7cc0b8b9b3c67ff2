package dev.caraway.codecs.jpeg;

import dev.caraway.codecs.pixel.Raster;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** The JDK's JPEG codec as a second opinion, and the distance between pictures. */
public final class Pictures {

    private Pictures() {}

    /** What the JDK makes of a JPEG file: 0xRRGGBB, row by row from the top. */
    public static int[][] decode(byte[] jpeg, int offset, int length) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg, offset, length));
            if (image == null) {
                throw new AssertionError("jpeg: expected one that the JDK reads");
            }
            int[][] rows = new int[image.getHeight()][];
            for (int y = 0; y < rows.length; y++) {
                rows[y] = image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth());
                for (int x = 0; x < rows[y].length; x++) {
                    rows[y][x] &= 0xff_ffff;
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JDK's own JPEG (4:2:0) of a picture. */
    static byte[] encode(int[][] rows, int quality) {
        BufferedImage image = new BufferedImage(rows[0].length, rows.length, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < rows.length; y++) {
            image.setRGB(0, y, rows[y].length, 1, rows[y], 0, rows[y].length);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(quality / 100f);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** The colours of a raster: 0xRRGGBB, row by row from the top. */
    public static int[][] of(Raster raster) {
        int[][] rows = new int[raster.height()][raster.width()];
        for (int y = 0; y < raster.height(); y++) {
            for (int x = 0; x < raster.width(); x++) {
                rows[y][x] = colour(raster, raster.pixelOffset(x, y));
            }
        }
        return rows;
    }

    private static int colour(Raster raster, int at) {
        byte[] bytes = raster.pixels();
        if (raster.format().bitsPerPixel() == 16) {
            int word = (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
            return eight(word >> 10) << 16 | eight(word >> 5) << 8 | eight(word);
        }
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
    }

    /** Five bits as eight, the upper ones repeated below. */
    private static int eight(int bits) {
        return ((bits & 31) * 33) >> 2;
    }

    /** The peak signal-to-noise ratio in decibels over the three colours; 99 if the pictures are equal. */
    public static double psnr(int[][] expected, int[][] got) {
        if (expected.length != got.length || expected[0].length != got[0].length) {
            throw new AssertionError("picture: expected " + expected[0].length + "x" + expected.length + ", got "
                    + got[0].length + "x" + got.length);
        }
        double squares = 0;
        for (int y = 0; y < expected.length; y++) {
            for (int x = 0; x < expected[y].length; x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = (expected[y][x] >> shift & 255) - (got[y][x] >> shift & 255);
                    squares += difference * difference;
                }
            }
        }
        double samples = 3.0 * expected.length * expected[0].length;
        return squares == 0 ? 99 : 10 * Math.log10(255 * 255 / (squares / samples));
    }
}
