package dev.caraway.server.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.image.ImageType;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.channel.RecordingOutbox;
import dev.caraway.server.cursor.CursorChannel;
import dev.caraway.server.display.DisplayChannel;
import dev.caraway.server.guest.CommandDisplay;
import dev.caraway.server.guest.CursorShape;
import dev.caraway.server.guest.Head;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DisplayRehearsalTest {

    private static final int DRAWINGS = 1_000;
    private static final long LONG_SECONDS = 20;

    /** What the rehearsed client was sent, and when enough of it had been. */
    private final RecordingOutbox sent = new RecordingOutbox();

    private final CountDownLatch drawings = new CountDownLatch(DRAWINGS);

    @Test
    void whatIsDrawnTravelsInEveryWayThatADesktopUses() throws InterruptedException {
        DisplayRehearsal rehearsal = DisplayRehearsal.begin(stage(sent));
        assertThat(drawings.await(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
        rehearsal.end();
        assertThat(rehearsal.awaitEnd(TimeUnit.SECONDS.toMillis(LONG_SECONDS))).isTrue();

        List<ServerMessage> messages = sent.take();
        assertThat(messages).filteredOn(DrawMessage.class::isInstance).hasSizeGreaterThan(DRAWINGS / 2);
        Set<ImageType> types = EnumSet.noneOf(ImageType.class);
        messages.stream()
                .filter(DrawMessage.class::isInstance)
                .flatMap(message -> ((DrawMessage) message).images().stream())
                .forEach(image -> types.add(image.data().type()));
        assertThat(types).contains(ImageType.QUIC, ImageType.FROM_CACHE, ImageType.SURFACE);
        assertThat(types).containsAnyOf(ImageType.GLZ_RGB, ImageType.ZLIB_GLZ_RGB);
    }

    @Test
    void itEndsByItself() throws InterruptedException {
        DisplayRehearsal rehearsal = DisplayRehearsal.begin(stage(new RecordingOutbox()));
        assertThat(rehearsal.awaitEnd(TimeUnit.SECONDS.toMillis(LONG_SECONDS))).isTrue();
    }

    private DisplayRehearsal.Stage stage(Outbox outbox) {
        return new DisplayRehearsal.Stage() {
            @Override
            public CommandDisplay port(Loop loop, DisplayChannel display, CursorChannel cursor) {
                return new DirectDisplay(display);
            }

            @Override
            public Outbox outbox(Loop loop) {
                return outbox;
            }
        };
    }

    /** A guest's end without a queue. */
    private final class DirectDisplay implements CommandDisplay {

        private final DisplayChannel display;

        DirectDisplay(DisplayChannel display) {
            this.display = display;
        }

        @Override
        public void createSurface(int surfaceId, int width, int height, SurfaceFormat format, @Nullable Bytes pixels) {
            display.createSurface(surfaceId, width, height, format, pixels);
        }

        @Override
        public void draw(DrawMessage drawable) {
            display.draw(drawable);
            drawings.countDown();
        }

        @Override
        public void createPrimary(
                int width, int height, SurfaceFormat format, @Nullable Bytes pixels, List<Head> heads) {
            throw new AssertionError("not rehearsed");
        }

        @Override
        public void destroySurface(int surfaceId) {
            throw new AssertionError("not rehearsed");
        }

        @Override
        public CompletionStage<Void> drained() {
            return CompletableFuture.failedStage(new AssertionError("not rehearsed"));
        }

        @Override
        public void heads(List<Head> heads) {
            throw new AssertionError("not rehearsed");
        }

        @Override
        public void cursor(CursorShape shape) {
            throw new AssertionError("not rehearsed");
        }

        @Override
        public void moveCursor(int x, int y) {
            throw new AssertionError("not rehearsed");
        }

        @Override
        public void hideCursor() {
            throw new AssertionError("not rehearsed");
        }
    }
}
