package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real QXL driver drew ends, at a real client, with the picture that libspice-server brings there. */
@Tag("client")
class RecordingWithRealClientTest {

    static final Path RECORDINGS = Path.of("..", "server", "src", "test", "resources", "recordings");

    private static final String TERM = "1ef0d12301cc92ff5089c2efe2bccda650049a18d0571ae3f1ef86cd7ec8c385";
    private static final String DESKTOP = "df8be1e631f0b42cff0c687be2f8164397cc70c7126770d4eb8f891669f8f45c";
    private static final String VIDEO_SHORT = "55096e6a2d28f6a3e958f56dc6f7e87dce30fdd86cf8b86c519834a37f2c31e2";

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"term, " + TERM, "desktop, " + DESKTOP, "video-short, " + VIDEO_SHORT})
    void recordingEndsWithItsPictureAtTheClientAndInTheDump(String name, String sha256)
            throws IOException, NoSuchAlgorithmException {
        Path socket = directory.resolve("qmp");
        CarawayProcess caraway = CarawayProcess.start(
                processes,
                "--spice",
                "port=0",
                "--guest",
                "replay,file=" + RECORDINGS.resolve(name + ".rec.xz") + ",gap-us=1000,wait-client=on",
                "--qmp",
                "unix:" + socket + ",server=on,wait=off");
        HeadlessClient client = HeadlessClient.connect(processes, directory, caraway.uri());
        caraway.process().awaitOutput(0, "the report of the pass", line -> line.startsWith("{\"pass\":1,"));

        client.awaitPicture(sha256);
        try (ControlPortClient control = ControlPortClient.connect(socket)) {
            assertThat(sha256(screendump(control))).isEqualTo(sha256);
        }
        assertThat(caraway.process().errors()).noneMatch(line -> line.contains("LEAK") || line.contains("ERROR"));
    }

    /** Played faster than they were recorded: what is compressed has to be decoded all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"off", "auto_lz", "quic", "glz", "lz", "lz4"})
    void everyCompressionEndsWithTheSamePicture(String compression) throws IOException {
        assertPicture("term", TERM, "image-compression=" + compression);
        assertPicture("desktop", DESKTOP, "image-compression=" + compression);
        assertPicture("video-short", VIDEO_SHORT, "image-compression=" + compression);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image-compression=auto_glz,zlib-glz-wan-compression=never",
                "image-compression=glz,zlib-glz-wan-compression=always",
            })
    void whatIsMeantForSlowLinksEndsWithTheSamePicture(String compressions) throws IOException {
        assertPicture("desktop", DESKTOP, compressions);
        assertPicture("video-short", VIDEO_SHORT, compressions);
    }

    private void assertPicture(String name, String sha256, String compressions) throws IOException {
        CarawayProcess caraway = CarawayProcess.start(
                processes,
                "--spice",
                "port=0," + compressions,
                "--guest",
                "replay,file=" + RECORDINGS.resolve(name + ".rec.xz") + ",gap-us=50,wait-client=on");
        HeadlessClient client = HeadlessClient.connect(processes, directory, caraway.uri());
        caraway.process().awaitOutput(0, "the report of the pass", line -> line.startsWith("{\"pass\":1,"));
        client.awaitPicture(sha256);
        assertThat(caraway.process().errors()).noneMatch(line -> line.contains("LEAK") || line.contains("ERROR"));
    }

    private Picture screendump(ControlPortClient control) throws IOException {
        Path file = directory.resolve("guest.png");
        control.execute(
                "{\"execute\":\"screendump\",\"arguments\":{\"filename\":\"" + file + "\",\"format\":\"png\"}}");
        return Picture.of(ImageIO.read(Files.newInputStream(file)));
    }

    private static String sha256(Picture picture) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        picture.rgb().forEach(pixel -> {
            digest.update((byte) pixel);
            digest.update((byte) (pixel >> 8));
            digest.update((byte) (pixel >> 16));
            digest.update((byte) 0);
        });
        return HexFormat.of().formatHex(digest.digest());
    }
}
