package dev.caraway.it.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The launcher in a JVM of its own. */
final class CarawayProcess {

    private static final Pattern ADDRESS = Pattern.compile("spice(\\+unix)?://[^\"' ]+");
    private static final Pattern PORT = Pattern.compile(":([0-9]+)( with TLS)?$");

    private final ChildProcess process;
    private final String viewer;

    private CarawayProcess(ChildProcess process) {
        this.process = process;
        // Everything else it has to say at the start stands before this line.
        this.viewer = process.awaitOutput(0, "the line to paste", line -> line.startsWith("remote-viewer "));
    }

    /** Starts the launcher and waits until it serves. */
    static CarawayProcess start(Processes processes, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // What is kept for a client that does not read must not grow without bound.
                "-Xmx192m",
                // A leak of a buffer is found while the test runs, not by chance.
                "-Dio.netty.leakDetection.level=paranoid",
                // It logs as for its users, not as the tests do.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.caraway.server.launcher.Launcher"));
        command.addAll(List.of(options));
        return new CarawayProcess(processes.start(command, Map.of()));
    }

    /** A launcher that somebody else has started, once it serves. */
    static CarawayProcess started(ChildProcess process) {
        return new CarawayProcess(process);
    }

    ChildProcess process() {
        return process;
    }

    /** The line that the launcher offers for pasting into a shell. */
    String viewer() {
        return viewer;
    }

    /** The address in that line. */
    String uri() {
        return find(ADDRESS, viewer).group();
    }

    /** The port of the line {@code Listening on} that ends with {@code suffix}. */
    int port(String suffix) {
        String line =
                process.awaitOutput(0, "an address", text -> text.startsWith("Listening on ") && text.endsWith(suffix));
        return Integer.parseInt(find(PORT, line).group(1));
    }

    private static Matcher find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("'" + text + "': expected " + pattern);
        }
        return matcher;
    }
}
