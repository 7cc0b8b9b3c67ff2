package dev.caraway.it.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.server.Screenshot;
import dev.caraway.server.SpiceServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The lines that the README shows are lines that compile and run. */
class ReadmeTest {

    private static final Path ROOT = Path.of("..");
    private static final Path EXAMPLE = Path.of("src/test/java/dev/caraway/it/embedding/EmbeddingExample.java");

    @Test
    void exampleInTheReadmeIsTheOneThatRuns() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String source = Files.readString(EXAMPLE);
        String shown = source.substring(source.indexOf("final class EmbeddingExample"));
        assertThat(readme).contains("```java\n" + shown + "```");
    }

    @Test
    void exampleShowsItsGreeting() throws IOException {
        try (SpiceServer server = EmbeddingExample.start(0)) {
            assertThat(server.endpoints()).hasSize(1);
            Awaitility.await().untilAsserted(() -> {
                Screenshot shot = server.screenshot().toCompletableFuture().get();
                assertThat(shot.width()).isEqualTo(640);
                assertThat(whitePixels(shot)).isPositive();
            });
        }
    }

    private static int whitePixels(Screenshot shot) {
        int count = 0;
        for (int i = 0; i < shot.pixels().length(); i += 4) {
            count += shot.pixels().at(i) == -1 ? 1 : 0;
        }
        return count;
    }
}
