package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the migration benchmark measures with; the benchmark itself takes minutes. */
@Tag("client")
class MigrationBenchTest {

    private static final Path BENCH = Path.of("src", "bench", "migration").toAbsolutePath();
    private static final String PYTHON = "/usr/bin/python3";

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    @Test
    void arithmeticOfTheTableIsRight() {
        ChildProcess tests = processes.start(
                List.of(PYTHON, "-B", BENCH.resolve("test_outcomes.py").toString()), Map.of());
        assertThat(tests.awaitEnd()).as(tests.transcript()).isZero();
    }

    @Test
    void movingClientTellsWhatTheGuestReceivesFromIt() {
        InputLogFile log = new InputLogFile(directory.resolve("inputs"));
        CarawayProcess caraway = CarawayProcess.start(
                processes, "--spice", "port=0", "--input-log", log.path().toString());
        ChildProcess client = processes.start(
                List.of(PYTHON, "-B", BENCH.resolve("moving_client.py").toString(), caraway.uri()),
                Map.of("LC_ALL", "C.UTF-8", "XDG_CACHE_HOME", directory.toString()));
        client.awaitOutput(0, "its inputs channel", line -> line.contains("\"inputs\", \"state\": \"opened\""));
        client.say("watch-frames");
        client.say("type 200");
        client.awaitThat("fifty keys", () -> log.keys().size() > 100);
        client.say("stop-typing");
        String typed = client.awaitOutput(0, "what was typed", line -> line.contains("\"event\": \"typed\""));
        client.awaitThat("the end of the held key", () -> log.keys().contains("-42"));
        client.say("frames");
        String frames = client.awaitOutput(0, "the frames", line -> line.contains("\"event\": \"frames\""));

        assertThat(typed).contains("\"events\": " + asTyped(log.keys()) + ",");
        assertThat(log.keys()).startsWith("+42", "+2", "-2", "+3", "-3").endsWith("-42");
        assertThat(frames).containsPattern("\"moments_ns\": \\[[0-9]+, [0-9]+");
    }

    private static String asTyped(List<String> keys) {
        return keys.stream()
                .map(key -> "[" + key.substring(1) + ", " + key.startsWith("+") + "]")
                .toList()
                .toString();
    }
}
