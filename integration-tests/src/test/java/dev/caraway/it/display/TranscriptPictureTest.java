package dev.caraway.it.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.client.ClientCanvas;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.base.BaseServerOpcode;
import dev.caraway.protocol.display.DisplayServerOpcode;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageType;
import dev.caraway.protocol.transcript.Transcript;
import dev.caraway.protocol.transcript.Transcript.Connection;
import dev.caraway.protocol.transcript.Transcript.Frame;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What libspice-server sent to spice-gtk, drawn by our decoders: the sessions end in the pictures that spice-gtk showed.
 * {@code docs/development/fixtures.md} says where sessions and pictures come from.
 */
class TranscriptPictureTest {

    private static final String TERM = "1ef0d12301cc92ff5089c2efe2bccda650049a18d0571ae3f1ef86cd7ec8c385";
    private static final String DESKTOP = "df8be1e631f0b42cff0c687be2f8164397cc70c7126770d4eb8f891669f8f45c";
    private static final String VIDEO = "9b07cf193cb0d6b84a9ee3804919dbe77042302a8ced8b5182ed20dbf9ffaae2";

    @ParameterizedTest
    @CsvSource({
        "term-lz, LZ_RGB, 400, " + TERM,
        "term-lz4, LZ4, 400, " + TERM,
        "term-quic, QUIC, 400, " + TERM,
        "term-autoglz, GLZ_RGB, 400, " + TERM,
        "desktop-autoglz, GLZ_RGB, 700, " + DESKTOP,
        "video-filter, QUIC, 5, " + VIDEO,
    })
    void sessionEndsInTheKnownPicture(String name, ImageType image, int atLeast, String sha256) throws IOException {
        ClientCanvas canvas = new ClientCanvas();
        Map<ImageType, Integer> images = new EnumMap<>(ImageType.class);
        for (Connection connection : Transcript.load(name).connections()) {
            if (connection.channelType() == ChannelType.DISPLAY.code()) {
                for (Frame frame : connection.fromServer()) {
                    if (!BaseServerOpcode.has(frame.opcode())) {
                        var message = DisplayServerOpcode.decode(frame.opcode(), frame.body());
                        canvas.obey(message);
                        if (message instanceof DrawMessage drawing) {
                            for (Image drawn : drawing.images()) {
                                images.merge(drawn.data().type(), 1, Integer::sum);
                            }
                        }
                    }
                }
            }
        }
        assertThat(images.get(image))
                .as("images of the type that the session is about")
                .isGreaterThan(atLeast);
        assertThat(canvas.sha256()).contains(sha256);
    }
}
