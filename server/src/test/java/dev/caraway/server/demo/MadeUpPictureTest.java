package dev.caraway.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.server.render.MadeUpRecordings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Made-up drawings must have the pixels that they have at a reference client, to the last bit. */
class MadeUpPictureTest {

    static List<String> recordings() {
        return MadeUpRecordings.names();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void everyCommandHasTheReferenceClientsPixels(String name) throws IOException, URISyntaxException {
        RenderedRecording rendered =
                RenderedRecording.of(Path.of(resource(name + ".rec.xz").toURI()));
        assertThat(rendered.refusals()).isEmpty();
        assertThat(MadeUpRecordings.cellSums(rendered.primary())).isEqualTo(expectedSums(name));
    }

    /** The cells' numbers in the list are those of the commands. */
    private static List<String> expectedSums(String name) throws IOException {
        try (InputStream in = resource(name + ".cells").openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }

    private static URL resource(String file) {
        return Objects.requireNonNull(MadeUpRecordings.class.getResource("made-up/" + file));
    }
}
