package dev.caraway.it.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** spice-gtk without a window: what it shows is known by its digest. */
final class HeadlessClient {

    // The interpreter that Debian's bindings are for, whatever other one is first in the path.
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final String PACKAGES = "python3-gi gir1.2-spiceclientglib-2.0";
    private static final Pattern SHA256 = Pattern.compile("\"sha256\": \"([0-9a-z]+)\"");

    private final ChildProcess process;

    private HeadlessClient(ChildProcess process) {
        this.process = process;
    }

    /**
     * Starts a client.
     *
     * @param directory where its program may be written
     * @param options {@code --password}, {@code --ca-file}, {@code --cert-subject}, {@code --cache-size} and
     *     {@code --glz-window-size} in bytes, each followed by its value
     */
    static HeadlessClient start(Processes processes, Path directory, String uri, String... options) {
        if (!Files.isExecutable(PYTHON)) {
            throw new AssertionError(PYTHON + ": expected it to be installed; apt-get install " + PACKAGES);
        }
        List<String> command = new ArrayList<>(
                List.of(PYTHON.toString(), "-B", program(directory).toString(), uri));
        command.addAll(List.of(options));
        return new HeadlessClient(
                processes.start(command, Map.of("LC_ALL", "C.UTF-8", "XDG_CACHE_HOME", directory.toString())));
    }

    /** The same, and waits until it shows the guest and may type. */
    static HeadlessClient connect(Processes processes, Path directory, String uri, String... options) {
        HeadlessClient client = start(processes, directory, uri, options);
        client.await("\"event\": \"primary\"");
        client.await("\"channel\": \"inputs\", \"state\": \"opened\"");
        client.await("\"event\": \"mouse-mode\"");
        return client;
    }

    ChildProcess process() {
        return process;
    }

    /** Does what the program's documentation says. */
    void say(String... commands) {
        for (String command : commands) {
            process.say(command);
        }
    }

    /** Waits for an event that has this in its line, past ones included, and returns the line. */
    String await(String part) {
        try {
            return process.awaitOutput(0, part, line -> line.contains(part));
        } catch (AssertionError e) {
            if (process.errors().stream()
                    .anyMatch(line -> line.contains("gi.require_version")
                            || line.contains("No module named 'gi'")
                            || line.contains("not available"))) {
                throw new AssertionError("spice-gtk: expected it to be installed; apt-get install " + PACKAGES, e);
            }
            throw e;
        }
    }

    /** Waits for an event that has this in its line and comes because of {@code command}. */
    String ask(String command, String part) {
        int start = process.output().size();
        process.say(command);
        return process.awaitOutput(start, part, line -> line.contains(part) || line.contains("\"refused\""));
    }

    /** The digest of the first display's primary surface now. */
    String sha256() {
        return sha256(0);
    }

    private String sha256(int display) {
        Matcher matcher = SHA256.matcher(ask("picture " + display, "\"event\": \"picture\""));
        return matcher.find() ? matcher.group(1) : "none";
    }

    /** Waits until the client shows exactly this. */
    void awaitPicture(String sha256) {
        awaitPicture(0, sha256);
    }

    /** Waits until a display of the client shows exactly this. */
    void awaitPicture(int display, String sha256) {
        process.awaitThat(
                "the picture " + sha256 + " on display " + display,
                () -> sha256(display).equals(sha256));
    }

    private static Path program(Path directory) {
        URL resource = Objects.requireNonNull(HeadlessClient.class.getResource("headless_client.py"));
        Path program = directory.resolve("headless_client.py");
        try (InputStream in = resource.openStream()) {
            if (!Files.exists(program)) {
                Files.copy(in, program);
            }
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
