package dev.caraway.it.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An X screen in memory. Its pixels are read from the file that Xvfb keeps them in, so no other program is needed. */
final class VirtualScreen {

    static final int WIDTH = 1280;
    static final int HEIGHT = 1000;

    // Fields of an XWD header, big-endian words: its size, the order of bytes in pixels, bytes a row, colours.
    private static final int HEADER_SIZE = 0;
    private static final int BYTE_ORDER = 7 * 4;
    private static final int BYTES_A_ROW = 12 * 4;
    private static final int COLOURS = 19 * 4;
    private static final int COLOUR_SIZE = 12;

    private final ChildProcess process;
    private final Path frame;
    private final String display;

    private VirtualScreen(ChildProcess process, Path directory, String display) {
        this.process = process;
        this.frame = directory.resolve("Xvfb_screen0");
        this.display = display;
    }

    /** Starts a screen on a display number that nobody has. */
    static VirtualScreen start(Processes processes, Path directory) {
        String program = Processes.program("Xvfb", "xvfb");
        ChildProcess process = processes.start(
                List.of(
                        program,
                        "-displayfd",
                        "1",
                        "-screen",
                        "0",
                        WIDTH + "x" + HEIGHT + "x24",
                        "-fbdir",
                        directory.toString(),
                        "-nolisten",
                        "tcp"),
                Map.of());
        String number = process.awaitOutput(0, "a display", line -> line.matches("[0-9]+"));
        return new VirtualScreen(process, directory, ":" + number);
    }

    /** As programs know it. */
    String display() {
        return display;
    }

    ChildProcess process() {
        return process;
    }

    Picture picture() {
        try {
            ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(frame));
            int row = file.getInt(BYTES_A_ROW);
            int start = file.getInt(HEADER_SIZE) + file.getInt(COLOURS) * COLOUR_SIZE;
            file.order(file.getInt(BYTE_ORDER) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            int[] rgb = new int[WIDTH * HEIGHT];
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    rgb[y * WIDTH + x] = file.getInt(start + y * row + x * 4) & 0xffffff;
                }
            }
            return new Picture(WIDTH, HEIGHT, rgb);
        } catch (IOException e) {
            throw new AssertionError("the screen's pixels: expected to be readable\n" + process.transcript(), e);
        }
    }
}
