package dev.caraway.server.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.capability.DisplayCapability;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawAlphaBlend;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageCompression;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.ImageType;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.channel.RecordingOutbox;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.compression.CompressionPolicy;
import dev.caraway.server.compression.WanCompression;
import dev.caraway.server.session.Peers;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.Sessions;
import dev.caraway.server.surface.Surface;
import dev.caraway.server.video.StreamingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Photographs that lose detail on their way to a client, and how it gets that back. */
class LosslessRefreshTest {

    private static final int SIDE = 160;
    private static final int PHOTOGRAPH = 64;
    private static final int OFF_SCREEN = 1;
    private static final long CACHE_PIXELS = 5L * PHOTOGRAPH * PHOTOGRAPH;

    private final VirtualLoop loop = new VirtualLoop();
    private final RecordingOutbox outbox = new RecordingOutbox();

    /** A display, one client that sees it, and its half of the channel. */
    private record Seen(DisplayChannel display, DisplayChannelClient channel, NaiveClient client) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4, 5})
    void whatDiffersAtTheClientIsLossyAndInTheEndNothingIs(long seed) {
        Random random = new Random(seed);
        Seen seen = open(WanCompression.ALWAYS);
        seen.display.createSurface(OFF_SCREEN, SIDE, SIDE, SurfaceFormat.ARGB_32, null);
        for (int step = 0; step < 400; step++) {
            seen.display.draw(anyDrawing(random));
            if (random.nextInt(8) == 0) {
                loop.advanceMillis(random.nextInt(300));
            }
            outbox.setWritable(random.nextInt(4) > 0);
            if (outbox.isWritable()) {
                seen.channel.onWritable();
                readAll(seen);
                assertDifferencesAreLossy(seen);
            }
        }
        outbox.setWritable(true);
        seen.channel.onWritable();
        readAll(seen);
        assertThat(types(seen)).contains(ImageType.JPEG, ImageType.JPEG_ALPHA, ImageType.FROM_CACHE);
        assertThat(types(seen)).contains(ImageType.FROM_CACHE_LOSSLESS);

        becomeQuiet(seen);
        assertThat(seen.channel.lossy().isEmpty()).isTrue();
        assertExact(seen);
    }

    @Test
    void photographIsExactOnceTheClientHadTimeToLookAtIt() {
        Seen seen = open(WanCompression.ALWAYS);
        show(seen, copy(photograph(1), 10, 10));
        assertThat(lastImage(seen)).isEqualTo(ImageType.JPEG);
        assertThat(seen.channel.lossy().of(0)).containsExactly(Rect.ofSize(10, 10, PHOTOGRAPH, PHOTOGRAPH));

        loop.advanceMillis(LosslessRefresh.QUIET_MILLIS - 1);
        readAll(seen);
        assertThat(lastImage(seen)).isEqualTo(ImageType.JPEG);
        loop.advanceMillis(2);
        readAll(seen);
        assertThat(lastImage(seen)).isEqualTo(ImageType.QUIC);
        assertThat(seen.channel.lossy().isEmpty()).isTrue();
        assertExact(seen);
    }

    @Test
    void drawingsThatGoOnPutTheRefreshOffButNotForEver() {
        Seen seen = open(WanCompression.ALWAYS);
        show(seen, copy(photograph(1), 10, 10));
        for (int millis = 0; millis < LosslessRefresh.PATIENCE_MILLIS - 100; millis += 100) {
            loop.advanceMillis(100);
            show(seen, DisplayChannelTest.fill(0, Rect.ofSize(100, 100, 5, 5), millis, Clip.NONE));
        }
        assertThat(seen.channel.lossy().isEmpty()).isFalse();
        loop.advanceMillis(101);
        readAll(seen);
        assertThat(seen.channel.lossy().isEmpty()).isTrue();
    }

    @Test
    void pieceWaitsUntilTheOneBeforeHasArrived() {
        Seen seen = open(WanCompression.ALWAYS);
        for (int row = 0; row + PHOTOGRAPH <= SIDE; row += PHOTOGRAPH) {
            show(seen, copy(photograph(row + 1), 0, row));
            show(seen, copy(photograph(row + 2), PHOTOGRAPH, row));
        }
        seen.client.stopAnsweringPings();
        int before = seen.client.seen().size();
        loop.advanceMillis(5000);
        readAll(seen);
        List<ServerMessage> messages =
                seen.client.seen().subList(before, seen.client.seen().size());
        assertThat(messages.stream().filter(DrawCopy.class::isInstance)).hasSizeLessThanOrEqualTo(2);
        assertThat(seen.channel.lossy().isEmpty()).isFalse();
    }

    @Test
    void imageThatLostDetailIsSentAgainWhereBitsAreCombined() {
        Seen seen = open(WanCompression.ALWAYS);
        Image image = cached(photograph(1), 7);
        show(seen, copy(image, 0, 0));
        show(seen, copy(image, 0, 70));
        assertThat(lastImage(seen)).isEqualTo(ImageType.FROM_CACHE);
        assertThat(seen.channel.lossy().of(0)).hasSize(2);

        show(seen, DisplayChannelTest.copy(0, box(80, 0), image, RopDescriptor.OP_XOR));
        assertThat(lastImage(seen)).isEqualTo(ImageType.QUIC);
        assertThat(lastSource(seen).descriptor().flags()).isEqualTo(ImageDescriptor.CACHE_REPLACE_ME);
        show(seen, copy(image, 80, 70));
        assertThat(lastImage(seen)).isEqualTo(ImageType.FROM_CACHE_LOSSLESS);
        assertThat(seen.channel.lossy().of(0)).hasSize(2);
        becomeQuiet(seen);
        assertExact(seen);
    }

    @Test
    void textLosesNothing() {
        Seen seen = open(WanCompression.ALWAYS);
        show(seen, copy(text(), 0, 0));
        assertThat(seen.channel.lossy().isEmpty()).isTrue();
        assertExact(seen);
    }

    /** Nothing is known of the link of this client, on which no time passes. */
    @ParameterizedTest
    @EnumSource(names = {"NEVER", "AUTO"})
    void nothingIsLostUnlessTheLinkIsSlow(WanCompression when) {
        Seen seen = open(when);
        show(seen, copy(photograph(1), 0, 0));
        assertThat(lastImage(seen)).isEqualTo(ImageType.QUIC);
        assertExact(seen);
    }

    @Test
    void clientThatIsGoneIsNotRefreshed() {
        Seen seen = open(WanCompression.ALWAYS);
        show(seen, copy(photograph(1), 0, 0));
        seen.channel.onClosed();
        long serial = outbox.lastSerial();
        loop.advanceMillis(5000);
        assertThat(outbox.lastSerial()).isEqualTo(serial);
    }

    private Seen open(WanCompression when) {
        CompressionPolicy policy = new CompressionPolicy(ImageCompression.AUTO_GLZ, when, WanCompression.AUTO);
        DisplayChannel display = new DisplayChannel(
                loop, new MultiMediaClock(loop), policy, StreamingMode.FILTER, Runnable::run, viewers -> {});
        display.createSurface(0, SIDE, SIDE, SurfaceFormat.XRGB_32, null);
        Session session = new Sessions().create();
        DisplayChannelClient channel =
                display.admit(session, Peers.on(ChannelType.DISPLAY, DisplayCapability.MONITORS_CONFIG), outbox);
        session.add(channel);
        Seen seen = new Seen(display, channel, new NaiveClient(outbox, channel));
        channel.onLinked();
        seen.client.initialise(CACHE_PIXELS);
        readAll(seen);
        return seen;
    }

    private void show(Seen seen, DrawMessage drawing) {
        seen.display.draw(drawing);
        readAll(seen);
    }

    private void readAll(Seen seen) {
        loop.runTasks();
        while (seen.client.receive()) {
            loop.runTasks();
        }
    }

    private void becomeQuiet(Seen seen) {
        for (int i = 0; i < 50; i++) {
            loop.advanceMillis(100);
            readAll(seen);
        }
    }

    private static DrawMessage anyDrawing(Random random) {
        int surface = random.nextInt(3) == 0 ? OFF_SCREEN : 0;
        Rect box = box(random.nextInt(SIDE - PHOTOGRAPH), random.nextInt(SIDE - PHOTOGRAPH));
        int id = 1 + random.nextInt(12);
        Image image = random.nextBoolean() ? cached(photograph(id), id) : photograph(100 + id);
        return switch (random.nextInt(8)) {
            case 0 -> DisplayChannelTest.fill(surface, box, random.nextInt(1 << 24), Clip.NONE);
            case 1 -> DisplayChannelTest.copy(surface, box, image, RopDescriptor.OP_XOR);
            case 2 ->
                new CopyBits(
                        new DrawBase(surface, box, Clip.NONE),
                        new Point(random.nextInt(SIDE - PHOTOGRAPH), random.nextInt(SIDE - PHOTOGRAPH)));
            case 3 -> DisplayChannelTest.copyOfSurface(surface, box, 1 - surface);
            case 4 ->
                new DrawAlphaBlend(
                        new DrawBase(surface, box, Clip.NONE),
                        0,
                        200,
                        image,
                        Rect.ofSize(0, 0, PHOTOGRAPH, PHOTOGRAPH));
            case 5 -> DisplayChannelTest.copy(surface, box, translucent(id), RopDescriptor.OP_PUT);
            default -> DisplayChannelTest.copy(surface, box, image, RopDescriptor.OP_PUT);
        };
    }

    private static Rect box(int x, int y) {
        return Rect.ofSize(x, y, PHOTOGRAPH, PHOTOGRAPH);
    }

    private static DrawMessage copy(Image image, int x, int y) {
        return DisplayChannelTest.copy(0, box(x, y), image, RopDescriptor.OP_PUT);
    }

    /** Hills, valleys, and the noise of a sensor. */
    private static Image photograph(int seed) {
        return image(BitmapFormat.THIRTY_TWO_BIT, pixels(seed));
    }

    private static Image translucent(int seed) {
        byte[] pixels = pixels(seed);
        for (int i = 3; i < pixels.length; i += 4) {
            pixels[i] = (byte) 0xf8;
        }
        return image(BitmapFormat.RGBA, pixels);
    }

    private static byte[] pixels(int seed) {
        Random noise = new Random(seed);
        byte[] pixels = new byte[4 * PHOTOGRAPH * PHOTOGRAPH];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 4 % PHOTOGRAPH;
            int y = i / 4 / PHOTOGRAPH;
            double light = 120 + 50 * Math.sin((x + 9 * seed) / 17.0) + 40 * Math.cos((y + 5 * seed) / 13.0);
            pixels[i] = i % 4 == 3 ? 0 : (byte) (light + 5 * (i % 4) + noise.nextInt(5));
        }
        return pixels;
    }

    private static Image text() {
        byte[] pixels = new byte[4 * PHOTOGRAPH * PHOTOGRAPH];
        Random random = new Random(1);
        for (int i = 0; i < pixels.length; i += 4) {
            byte ink = (byte) (random.nextInt(3) == 0 ? 0 : 0xff);
            pixels[i] = ink;
            pixels[i + 1] = ink;
            pixels[i + 2] = ink;
        }
        return image(BitmapFormat.THIRTY_TWO_BIT, pixels);
    }

    private static Image image(BitmapFormat format, byte[] pixels) {
        BitmapData bitmap = new BitmapData(
                format, BitmapData.TOP_DOWN, PHOTOGRAPH, PHOTOGRAPH, 4 * PHOTOGRAPH, null, Bytes.wrap(pixels));
        return new Image(new ImageDescriptor(0, 0, PHOTOGRAPH, PHOTOGRAPH), bitmap);
    }

    private static Image cached(Image image, long id) {
        return new Image(new ImageDescriptor(id, ImageDescriptor.CACHE_ME, PHOTOGRAPH, PHOTOGRAPH), image.data());
    }

    private static List<ImageType> types(Seen seen) {
        return seen.client.seen().stream()
                .filter(DrawMessage.class::isInstance)
                .flatMap(message -> ((DrawMessage) message).images().stream())
                .map(image -> image.data().type())
                .distinct()
                .toList();
    }

    private static ImageType lastImage(Seen seen) {
        return lastSource(seen).data().type();
    }

    private static Image lastSource(Seen seen) {
        List<Image> sources = seen.client.seen().stream()
                .filter(DrawCopy.class::isInstance)
                .map(message -> ((DrawCopy) message).source())
                .toList();
        return sources.get(sources.size() - 1);
    }

    private static void assertDifferencesAreLossy(Seen seen) {
        for (Surface mine : seen.client.surfaces().values()) {
            List<Rect> lossy = seen.channel.lossy().of(mine.id());
            List<Rect> unexpected = differing(seen, mine).stream()
                    .filter(pixel -> lossy.stream().noneMatch(rect -> rect.contains(pixel)))
                    .toList();
            assertThat(unexpected).as("surface " + mine.id()).isEmpty();
        }
    }

    private static void assertExact(Seen seen) {
        for (Surface mine : seen.client.surfaces().values()) {
            assertThat(differing(seen, mine)).as("surface " + mine.id()).isEmpty();
        }
    }

    /** The pixels that are not the server's, each as a rectangle. */
    private static List<Rect> differing(Seen seen, Surface mine) {
        Surface server = seen.display.surfaces().get(mine.id());
        List<Rect> differing = new ArrayList<>();
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                if (colour(mine, x, y) != colour(server, x, y)) {
                    differing.add(Rect.ofSize(x, y, 1, 1));
                }
            }
        }
        return differing;
    }

    /** Without the fourth byte, which means nothing where pixels came from a surface without alpha. */
    private static int colour(Surface surface, int x, int y) {
        byte[] pixels = surface.raster().pixels();
        int at = surface.raster().pixelOffset(x, y);
        return (pixels[at] & 0xff) | (pixels[at + 1] & 0xff) << 8 | (pixels[at + 2] & 0xff) << 16;
    }
}
