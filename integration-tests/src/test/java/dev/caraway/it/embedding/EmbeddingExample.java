package dev.caraway.it.embedding;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.SpiceServer;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.FramebufferDisplay;
import dev.caraway.server.guest.FramebufferSource;
import dev.caraway.server.guest.Guest;
import java.awt.image.BufferedImage;
import java.io.IOException;

// The class below stands in README.md letter by letter; ReadmeTest compares them.
final class EmbeddingExample implements Guest, FramebufferSource {
    private final BufferedImage image = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);

    @Override
    public DisplaySource display() {
        return this;
    }

    @Override
    public void attach(FramebufferDisplay display) {
        image.createGraphics().drawString("Hello from Caraway", 260, 240);
        display.resize(640, 480);
    }

    @Override
    public void readPixels(Rect area, int[] pixels, int offset, int stride) {
        image.getRGB(area.left(), area.top(), area.width(), area.height(), pixels, offset, stride);
    }

    static SpiceServer start(int port) throws IOException {
        EmbeddingExample guest = new EmbeddingExample();
        return SpiceServer.builder()
                .guest(guest)
                .listen("127.0.0.1", port)
                .disableTicketing()
                .start();
    }
}
