package dev.caraway.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real recordings, drawn by the server's renderer, must become the picture that a reference client shows. */
class RecordingPictureTest {

    @ParameterizedTest
    @CsvSource({
        "term.rec.xz, 1830, 1ef0d12301cc92ff5089c2efe2bccda650049a18d0571ae3f1ef86cd7ec8c385",
        "desktop.rec.xz, 10901, df8be1e631f0b42cff0c687be2f8164397cc70c7126770d4eb8f891669f8f45c",
        "video-short.rec.xz, 717, 55096e6a2d28f6a3e958f56dc6f7e87dce30fdd86cf8b86c519834a37f2c31e2",
    })
    void recordingBecomesItsPicture(String name, int commands, String sha256) throws IOException, URISyntaxException {
        RenderedRecording rendered = RenderedRecording.of(recording(name));
        assertThat(rendered.refusals()).isEmpty();
        assertThat(rendered.commands()).isEqualTo(commands);
        assertThat(rendered.sha256()).isEqualTo(sha256);
    }

    private static Path recording(String name) throws URISyntaxException {
        URL resource = Objects.requireNonNull(RecordingPictureTest.class.getResource("/recordings/" + name));
        return Path.of(resource.toURI());
    }
}
