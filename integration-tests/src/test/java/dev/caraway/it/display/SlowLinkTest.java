package dev.caraway.it.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.client.ClientChannel;
import dev.caraway.it.client.Patience;
import dev.caraway.it.client.ScriptedClient;
import dev.caraway.it.harness.DrawingGuest;
import dev.caraway.it.harness.SlowLink;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.ImageType;
import dev.caraway.server.WanCompression;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Photographs over 10 Mbit/s with a round trip of 40 ms: they come soon, and exact soon after. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SlowLinkTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;

    @Test
    void photographsComeAsJpegAndBecomeExact() throws IOException, GeneralSecurityException {
        DrawingGuest guest = new DrawingGuest(WIDTH, HEIGHT);
        try (TestServer server = TestServer.open(guest);
                SlowLink link = SlowLink.to(server.port(), 10, 40);
                ScriptedClient client = ScriptedClient.to(link.port()).connect()) {
            ClientChannel display = client.openDisplay();
            client.awaitPicture(server.sha256());
            fillTheLink(guest);
            client.awaitPicture(server.sha256());
            for (int i = 0; i < 4; i++) {
                guest.copy(0, Rect.ofSize(i * 60, i * 50, 320, 240), DrawingGuest.photograph(i, 320, 240));
            }
            Patience.until("a photograph as JPEG", () -> types(display).contains(ImageType.JPEG));

            client.awaitPicture(server.sha256());
            List<ImageType> types = types(display);
            assertThat(types.lastIndexOf(ImageType.QUIC)).isGreaterThan(types.lastIndexOf(ImageType.JPEG));
        }
    }

    @Test
    void nothingIsLostWhereTheOperatorForbidsIt() throws IOException, GeneralSecurityException {
        DrawingGuest guest = new DrawingGuest(WIDTH, HEIGHT);
        try (TestServer server = TestServer.with(
                        guest, options -> options.disableTicketing().jpegCompression(WanCompression.NEVER));
                SlowLink link = SlowLink.to(server.port(), 10, 40);
                ScriptedClient client = ScriptedClient.to(link.port()).connect()) {
            ClientChannel display = client.openDisplay();
            fillTheLink(guest);
            client.awaitPicture(server.sha256());
            guest.copy(0, Rect.ofSize(60, 50, 320, 240), DrawingGuest.photograph(1, 320, 240));
            client.awaitPicture(server.sha256());
            assertThat(types(display)).contains(ImageType.QUIC).doesNotContain(ImageType.JPEG);
        }
    }

    /** Noise does not shrink, so the server learns what the link carries. */
    private static void fillTheLink(DrawingGuest guest) {
        for (int i = 0; i < 16; i++) {
            guest.copy(0, Rect.ofSize(i % 4 * 80, i / 4 * 80, 80, 80), DrawingGuest.cachedNoise(i, 80, 80));
        }
    }

    private static List<ImageType> types(ClientChannel display) {
        return display.messages().stream()
                .filter(DrawMessage.class::isInstance)
                .flatMap(message -> ((DrawMessage) message).images().stream())
                .map(image -> image.data().type())
                .toList();
    }
}
