package dev.caraway.codecs.pixel;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import javax.imageio.ImageIO;

/** Pictures of real screens, 1024x768, as top-down XRGB32 rasters without gaps. */
public final class Screens {

    private Screens() {}

    /** A file manager and an editor. */
    public static Raster desktop() {
        return read("desktop");
    }

    /** A terminal full of text. */
    public static Raster term() {
        return read("term");
    }

    /** The desktop with a photograph of 480x270 pixels in a window. */
    public static Raster desktopWithPhotograph() {
        Raster desktop = desktop();
        Raster photograph = Photographs.generate(480, 270, 1);
        for (int y = 0; y < photograph.height(); y++) {
            System.arraycopy(
                    photograph.pixels(),
                    photograph.rowOffset(y),
                    desktop.pixels(),
                    desktop.pixelOffset(300, 200 + y),
                    photograph.rowBytes());
        }
        return desktop;
    }

    private static Raster read(String name) {
        String resource = "/dev/caraway/codecs/screens/" + name + ".png";
        try (InputStream in = Objects.requireNonNull(Screens.class.getResourceAsStream(resource), resource)) {
            return of(ImageIO.read(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The colours of any picture. */
    public static Raster of(BufferedImage image) {
        Raster raster = Raster.allocate(PixelFormat.XRGB32, image.getWidth(), image.getHeight());
        byte[] pixels = raster.pixels();
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++, at += 4) {
                int colour = image.getRGB(x, y);
                pixels[at] = (byte) colour;
                pixels[at + 1] = (byte) (colour >> 8);
                pixels[at + 2] = (byte) (colour >> 16);
            }
        }
        return raster;
    }
}
