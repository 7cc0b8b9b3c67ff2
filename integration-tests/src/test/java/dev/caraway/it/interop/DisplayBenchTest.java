package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the display benchmark measures with; the benchmark itself takes minutes and a server that is not ours. */
@Tag("client")
class DisplayBenchTest {

    private static final Path BENCH = Path.of("src", "bench", "display").toAbsolutePath();
    private static final String PYTHON = "/usr/bin/python3";

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    @Test
    void arithmeticOfTheTableIsRight() {
        ChildProcess tests = processes.start(
                List.of(PYTHON, "-B", BENCH.resolve("test_arithmetic.py").toString()), Map.of());
        assertThat(tests.awaitEnd()).as(tests.transcript()).isZero();
    }

    @Test
    void measuringClientSeesTheMarkersThatTheReplayFeeds() throws IOException {
        Path log = directory.resolve("markers");
        CarawayProcess caraway = CarawayProcess.start(
                processes,
                "--spice",
                "port=0",
                "--guest",
                "replay,wait-client=on,gap-us=500,markers=" + log + ",file="
                        + RecordingWithRealClientTest.RECORDINGS.resolve("term.rec.xz"));
        ChildProcess client = processes.start(
                List.of(PYTHON, "-B", BENCH.resolve("measuring_client.py").toString(), caraway.uri()),
                Map.of("LC_ALL", "C.UTF-8", "XDG_CACHE_HOME", directory.toString()));
        caraway.process().awaitOutput(0, "the report of the pass", line -> line.startsWith("{\"pass\":1,"));
        client.say("await-quiet 0.5");
        client.awaitOutput(0, "the end of the display's bytes", line -> line.contains("\"event\": \"quiet\""));
        client.say("numbers");
        String numbers = client.awaitOutput(0, "the numbers", line -> line.contains("\"event\": \"numbers\""));

        List<String> fed = colors("\"color\":\"([0-9a-f]{6})\"", Files.readString(log));
        List<String> seen = colors("\"(a5[0-9a-f]{4})\"", numbers);
        // One for every fifty of the recording's 1830 commands; some may be painted over before they are sent.
        assertThat(fed).hasSize(36).doesNotHaveDuplicates();
        assertThat(fed).containsSubsequence(seen);
        assertThat(seen).endsWith("a50024");
        assertThat(numbers).containsPattern("\"display_bytes\": [1-9][0-9]{5}");
    }

    private static List<String> colors(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }
}
