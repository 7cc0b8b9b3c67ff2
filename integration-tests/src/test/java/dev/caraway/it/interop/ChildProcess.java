package dev.caraway.it.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A running program whose lines are kept. */
final class ChildProcess {

    /** Other programs may want the same processors, so this is long; only failures take it. */
    static final long PATIENCE_SECONDS = 30;

    private static final int LINES_OF_A_TRANSCRIPT = 40;

    private final String name;
    private final Process process;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.readers = List.of(reader(process.getInputStream(), output), reader(process.getErrorStream(), errors));
        readers.forEach(Thread::start);
    }

    static ChildProcess start(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.start();
        return new ChildProcess(command.get(0), process);
    }

    /** The lines of its standard output so far. */
    List<String> output() {
        return output;
    }

    /** The lines of its standard error so far. */
    List<String> errors() {
        return errors;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Writes a line to its standard input. */
    void say(String line) {
        try {
            OutputStream input = process.getOutputStream();
            input.write((line + "\n").getBytes(UTF_8));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(transcript(), e);
        }
    }

    /** Waits for a line of its standard output from the {@code start}th on, and returns it. */
    String awaitOutput(int start, String what, Predicate<String> isWanted) {
        awaitThat(
                what,
                () -> output.stream().skip(start).anyMatch(isWanted)
                        || (!process.isAlive() && readers.stream().noneMatch(Thread::isAlive)));
        return output.stream()
                .skip(start)
                .filter(isWanted)
                .findFirst()
                .orElseThrow(() -> new AssertionError(what + ": expected it before the end of\n" + transcript()));
    }

    /** Waits until something is so. */
    void awaitThat(String what, Condition condition) {
        try {
            Awaitility.await(what)
                    .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .pollInterval(50, TimeUnit.MILLISECONDS)
                    .until(condition::isMet);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(what + ": expected it of\n" + transcript(), e);
        }
    }

    /** Waits for its end and returns its exit status. */
    int awaitEnd() {
        awaitThat("the end", () -> !process.isAlive());
        return process.exitValue();
    }

    /** Sends it a signal by its name without SIG. */
    void signal(String signal) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("kill -" + signal + ": expected to reach\n" + transcript());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Ends it and what it started, whatever state it is in. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
            for (Thread reader : readers) {
                reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How it stands with the process and what it said last. */
    String transcript() {
        return name + " " + (process.isAlive() ? "runs" : "ended with " + process.exitValue()) + "\n" + last(output)
                + "standard error:\n" + last(errors);
    }

    /** Something that becomes true. */
    interface Condition {
        boolean isMet() throws IOException;
    }

    private static String last(List<String> lines) {
        List<String> all = List.copyOf(lines);
        List<String> last = all.subList(Math.max(0, all.size() - LINES_OF_A_TRANSCRIPT), all.size());
        return last.isEmpty() ? "  (nothing)\n" : "  " + String.join("\n  ", last) + "\n";
    }

    private static Thread reader(InputStream stream, List<String> lines) {
        Thread reader = new Thread(() -> {
            try (BufferedReader text = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
                for (String line = text.readLine(); line != null; line = text.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                lines.add("(" + e.getMessage() + ")");
            }
        });
        reader.setDaemon(true);
        return reader;
    }
}
