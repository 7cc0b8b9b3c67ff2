package dev.caraway.server.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the words after {@code --guest replay} mean.
 *
 * @param file a recording
 * @param gapNanos the time from one command to the next, 0 for none
 * @param waitsForClient whether the first command of a pass waits for a client
 * @param passes how often the recording is played, 1 or more
 * @param markers where to write down the markers, or null for none
 */
record ReplayOptions(
        Path file,
        long gapNanos,
        boolean waitsForClient,
        int passes,
        @Nullable Path markers) {

    private static final Set<String> NAMES = Set.of("file", "gap-us", "wait-client", "loop", "markers");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,8}");
    private static final int MAX_GAP_MICROS = 60_000_000;
    private static final int MAX_PASSES = 1_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    /** The longest time from one command to the next. */
    static final long MAX_GAP_NANOS = MAX_GAP_MICROS * NANOS_PER_MICRO;

    /**
     * Reads the options and looks at the file.
     *
     * @throws IllegalArgumentException with one line that says what would be right
     */
    static ReplayOptions parse(Map<String, String> options) {
        for (String name : options.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("replay option " + name
                        + ": expected file=PATH, gap-us=N, wait-client=on, loop=N or markers=PATH");
            }
        }
        String file = options.get("file");
        if (file == null || file.isEmpty()) {
            throw new IllegalArgumentException("replay: expected file=PATH of a recording (.rec or .rec.xz)");
        }
        int gapMicros = number(options, "gap-us", 0, 0, MAX_GAP_MICROS);
        boolean waits = isOn(options.getOrDefault("wait-client", "off"));
        boolean loops = options.containsKey("loop");
        int passes = number(options, "loop", 1, 1, MAX_PASSES);
        // Each pass of a loop begins with a fresh client, so there has to be one.
        return new ReplayOptions(
                recording(file), gapMicros * NANOS_PER_MICRO, waits || loops, passes, markers(options.get("markers")));
    }

    private static boolean isOn(String value) {
        if (!value.equals("on") && !value.equals("off")) {
            throw new IllegalArgumentException("replay wait-client=" + value + ": expected on or off");
        }
        return value.equals("on");
    }

    private static int number(Map<String, String> options, String name, int otherwise, int min, int max) {
        String value = options.get(name);
        if (value == null) {
            return otherwise;
        }
        int number = NUMBER.matcher(value).matches() ? Integer.parseInt(value) : -1;
        if (number < min || number > max) {
            throw new IllegalArgumentException("replay " + name + "=" + value + ": expected " + min + " to " + max);
        }
        return number;
    }

    private static @Nullable Path markers(@Nullable String file) {
        if (file == null) {
            return null;
        }
        try {
            Path path = Path.of(file);
            Files.newBufferedWriter(path).close();
            return path;
        } catch (InvalidPathException | IOException e) {
            throw new IllegalArgumentException("replay markers=" + file + ": expected a file that can be written", e);
        }
    }

    private static Path recording(String file) {
        try {
            Path path = Path.of(file);
            if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
                throw new IllegalArgumentException("replay file=" + file + ": expected a file that can be read");
            }
            RecordingReader.open(path).close();
            return path;
        } catch (InvalidPathException | IOException e) {
            throw new IllegalArgumentException("replay file=" + e.getMessage(), e);
        }
    }
}
