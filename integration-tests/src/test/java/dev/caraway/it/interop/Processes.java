package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The processes of one test: none outlives it, and what they said stands beside its failure. */
final class Processes implements BeforeEachCallback, AfterEachCallback {

    private final Deque<ChildProcess> children = new ConcurrentLinkedDeque<>();
    // A run that is interrupted leaves nothing behind either.
    private final Thread interrupted = new Thread(() -> children.forEach(ChildProcess::kill));

    /**
     * Starts a program.
     *
     * @param command its path and arguments
     * @param environment what it sees besides this process's own
     */
    ChildProcess start(List<String> command, Map<String, String> environment) {
        try {
            ChildProcess child = ChildProcess.start(command, environment);
            children.push(child);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a program to its end and returns the lines of its standard output. */
    List<String> run(List<String> command, Map<String, String> environment) {
        ChildProcess child = start(command, environment);
        child.awaitEnd();
        child.kill();
        children.remove(child);
        return child.output();
    }

    /** The path of a program; a test cannot do without it, so its absence is a failure that names the package. */
    static String program(String name, String debianPackage) {
        for (String directory : System.getenv("PATH").split(File.pathSeparator, -1)) {
            Path program = Path.of(directory, name);
            if (Files.isExecutable(program)) {
                return program.toString();
            }
        }
        return fail(name + ": expected it to be installed; apt-get install " + debianPackage);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Runtime.getRuntime().addShutdownHook(interrupted);
    }

    /** Ends a client of the last part of a test before its screen and its server. */
    @Override
    public void afterEach(ExtensionContext context) {
        Runtime.getRuntime().removeShutdownHook(interrupted);
        children.forEach(ChildProcess::kill);
        context.getExecutionException()
                .ifPresent(failure -> failure.addSuppressed(new AssertionError(
                        children.stream().map(ChildProcess::transcript).collect(Collectors.joining("\n")))));
        children.clear();
    }
}
