package dev.caraway.server.control;

import dev.caraway.server.Screenshot;
import dev.caraway.server.SpiceServer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * {@code screendump}: a primary surface as a PPM (unless asked otherwise, as in QEMU) or PNG file. Without a
 * device it is the first display's.
 */
final class ScreenDump {

    private ScreenDump() {}

    static CompletionStage<Object> run(Machine machine, Arguments arguments) {
        String filename = arguments.text("filename");
        boolean png = arguments.optionalText("format").orElse("ppm").equals("png");
        return screenshot(machine.server(), arguments)
                .thenApplyAsync(
                        screenshot -> {
                            write(screenshot, filename, png);
                            return Json.object();
                        },
                        machine.files());
    }

    private static CompletionStage<Screenshot> screenshot(SpiceServer server, Arguments arguments) {
        Optional<DisplayDevice> device = DisplayDevice.of(arguments);
        if (device.isEmpty()) {
            if (arguments.has("head")) {
                throw QmpException.generic("'head' must be specified together with 'device'");
            }
            return taken(server.screenshot());
        }
        DisplayDevice of = device.get();
        return taken(of.found(
                of.head().isPresent()
                        ? server.screenshot(of.display(), of.head().getAsInt())
                        : server.screenshot(of.display())));
    }

    /** A display that shows nothing is answered as QEMU answers. */
    private static CompletionStage<Screenshot> taken(CompletionStage<Screenshot> stage) {
        return stage.exceptionally(failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            throw cause instanceof QmpException told ? told : QmpException.generic("no surface");
        });
    }

    private static void write(Screenshot screenshot, String filename, boolean png) {
        try (OutputStream out = open(filename)) {
            if (png) {
                writePng(screenshot, out);
            } else {
                writePpm(screenshot, out);
            }
        } catch (IOException e) {
            throw QmpException.generic("Unable to write to file: " + e.getMessage());
        }
    }

    private static OutputStream open(String filename) {
        try {
            Path path = Path.of(filename);
            // A pipe would hold the thread until someone reads it.
            if (Files.exists(path)
                    && Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
                throw notOpened(filename, "No such device or address");
            }
            if (filename.isEmpty()) {
                throw notOpened(filename, "No such file or directory");
            }
            return Files.newOutputStream(path);
        } catch (InvalidPathException e) {
            throw notOpened(filename, "Invalid argument");
        } catch (NoSuchFileException e) {
            throw notOpened(filename, "No such file or directory");
        } catch (AccessDeniedException e) {
            throw notOpened(filename, "Permission denied");
        } catch (FileSystemException e) {
            throw notOpened(filename, String.valueOf(e.getReason()));
        } catch (IOException e) {
            throw notOpened(filename, String.valueOf(e.getMessage()));
        }
    }

    private static QmpException notOpened(String filename, String reason) {
        return QmpException.generic("failed to open file '" + filename + "': " + reason);
    }

    private static void writePpm(Screenshot screenshot, OutputStream out) throws IOException {
        String header = "P6\n" + screenshot.width() + " " + screenshot.height() + "\n255\n";
        out.write(header.getBytes(StandardCharsets.US_ASCII));
        byte[] row = new byte[screenshot.width() * 3];
        for (int y = 0; y < screenshot.height(); y++) {
            int from = y * screenshot.width() * 4;
            for (int x = 0; x < screenshot.width(); x++) {
                row[3 * x] = screenshot.pixels().at(from + 4 * x + 2);
                row[3 * x + 1] = screenshot.pixels().at(from + 4 * x + 1);
                row[3 * x + 2] = screenshot.pixels().at(from + 4 * x);
            }
            out.write(row);
        }
    }

    private static void writePng(Screenshot screenshot, OutputStream out) throws IOException {
        BufferedImage image = new BufferedImage(screenshot.width(), screenshot.height(), BufferedImage.TYPE_INT_RGB);
        int[] row = new int[screenshot.width()];
        for (int y = 0; y < screenshot.height(); y++) {
            int from = y * screenshot.width() * 4;
            for (int x = 0; x < row.length; x++) {
                row[x] = (screenshot.pixels().at(from + 4 * x + 2) & 0xff) << 16
                        | (screenshot.pixels().at(from + 4 * x + 1) & 0xff) << 8
                        | (screenshot.pixels().at(from + 4 * x) & 0xff);
            }
            image.setRGB(0, y, row.length, 1, row, 0, row.length);
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        // Not ImageIO.write, which would put a cache file on the disk.
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(image);
        } finally {
            writer.dispose();
        }
    }
}
