package dev.caraway.server.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.capability.DisplayCapability;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.FromCache;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageCompression;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.JpegData;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.cache.ContentIndex;
import dev.caraway.server.cache.PixmapCache;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.channel.RecordingOutbox;
import dev.caraway.server.channel.SavedState;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.compression.CompressionPolicy;
import dev.caraway.server.compression.WanCompression;
import dev.caraway.server.session.Peers;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.Sessions;
import dev.caraway.server.surface.Surface;
import dev.caraway.server.video.StreamingMode;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A guest's images without an id, which are known by what they show. */
class ContentCachingTest {

    private static final int SIDE = 120;
    private static final int PICTURE = 40;
    private static final long CACHE_PIXELS = 4L * PICTURE * PICTURE;

    private final VirtualLoop loop = new VirtualLoop();
    private final ContentIndex contents = new ContentIndex(5, 6);

    /** Some have ids, some have none, some lose detail; whatever makes room for whatever, both sides know the same. */
    @ParameterizedTest
    @CsvSource({"1, NEVER", "2, NEVER", "3, ALWAYS", "4, ALWAYS", "5, ALWAYS"})
    void serverAndClientAgreeOnTheCacheAfterEveryMessage(long seed, WanCompression jpeg) {
        Random random = new Random(seed);
        CompressionPolicy policy = new CompressionPolicy(ImageCompression.AUTO_GLZ, jpeg, WanCompression.AUTO);
        DisplayChannel display = new DisplayChannel(
                loop, new MultiMediaClock(loop), policy, StreamingMode.FILTER, Runnable::run, viewers -> {});
        display.createSurface(0, SIDE, SIDE, SurfaceFormat.XRGB_32, null);
        Session session = new Sessions().create();
        RecordingOutbox outbox = new RecordingOutbox();
        DisplayChannelClient channel =
                display.admit(session, Peers.on(ChannelType.DISPLAY, DisplayCapability.MONITORS_CONFIG), outbox);
        session.add(channel);
        NaiveClient client = new NaiveClient(outbox, channel);
        channel.onLinked();
        client.initialise(CACHE_PIXELS);
        Set<Long> everCached = new HashSet<>();
        for (int step = 0; step < 400; step++) {
            display.draw(anyDrawing(random), contents::recognisePicture);
            if (random.nextInt(20) == 0) {
                loop.advanceMillis(random.nextInt(300));
            }
            readAll(client);
            everCached.addAll(client.cachedIds());
            PixmapCache mirror = session.pixmapCache(0);
            for (long id : everCached) {
                assertThat(mirror.has(id))
                        .as("image %x", id)
                        .isEqualTo(client.cachedIds().contains(id));
            }
        }
        assertThat(client.seen())
                .anyMatch(message -> message instanceof DrawCopy copy
                        && copy.source().data() instanceof FromCache
                        && isContentId(copy.source()));
        if (jpeg == WanCompression.ALWAYS) {
            assertThat(client.seen())
                    .anyMatch(message -> message instanceof DrawCopy copy
                            && copy.source().data() instanceof JpegData
                            && isContentId(copy.source()))
                    .anyMatch(message -> message instanceof DrawCopy copy
                            && copy.source().descriptor().has(ImageDescriptor.CACHE_REPLACE_ME)
                            && isContentId(copy.source()));
        }
        for (int i = 0; i < 60; i++) {
            loop.advanceMillis(100);
            readAll(client);
        }
        assertExact(display, client);
    }

    @Test
    void imageThatWasSeenAtTheSourceIsTakenFromTheCacheAtTheTarget() {
        DisplayHost source = new DisplayHost(loop, DisplayCapability.MONITORS_CONFIG);
        source.display().createSurface(0, SIDE, SIDE, SurfaceFormat.XRGB_32, null);
        NaiveClient client = source.connect(CACHE_PIXELS);
        source.display().draw(copy(0, 0, picture(1), RopDescriptor.OP_PUT), contents::recognisePicture);
        source.read(client);

        DisplayHost target = new DisplayHost(loop, DisplayCapability.MONITORS_CONFIG);
        ContentIndex arrived = ContentIndex.withRandomKey();
        SavedState.move(contents::save, arrived::restore);
        source.handOver(target, client);
        target.display().draw(copy(50, 0, picture(1), RopDescriptor.OP_PUT), arrived::recognisePicture);
        target.read(client);
        assertThat(lastSource(client).data()).isInstanceOf(FromCache.class);
        assertExact(target.display(), client);

        // A host that was not told gives another id, and sends the picture.
        target.display()
                .draw(copy(0, 50, picture(1), RopDescriptor.OP_PUT), ContentIndex.withRandomKey()::recognisePicture);
        target.read(client);
        assertThat(lastSource(client).data()).isNotInstanceOf(FromCache.class);
        assertExact(target.display(), client);
    }

    private void readAll(NaiveClient client) {
        loop.runTasks();
        while (client.receive()) {
            loop.runTasks();
        }
    }

    private static void assertExact(DisplayChannel display, NaiveClient client) {
        for (Surface mine : client.surfaces().values()) {
            assertThat(DisplayChannelTest.visible(mine))
                    .isEqualTo(DisplayChannelTest.visible(display.surfaces().get(mine.id())));
        }
    }

    private static boolean isContentId(Image image) {
        return image.descriptor().id() < 0 && (image.descriptor().id() & 1L << 31) != 0;
    }

    private static Image lastSource(NaiveClient client) {
        List<ServerMessage> copies =
                client.seen().stream().filter(DrawCopy.class::isInstance).toList();
        return ((DrawCopy) copies.get(copies.size() - 1)).source();
    }

    private static DrawCopy anyDrawing(Random random) {
        int number = 1 + random.nextInt(6);
        Image image = picture(number);
        if (random.nextInt(3) == 0) {
            ImageDescriptor named = new ImageDescriptor(number, ImageDescriptor.CACHE_ME, PICTURE, PICTURE);
            image = new Image(named, image.data());
        }
        int ropDescriptor = random.nextInt(3) == 0 ? RopDescriptor.OP_XOR : RopDescriptor.OP_PUT;
        return copy(random.nextInt(SIDE - PICTURE), random.nextInt(SIDE - PICTURE), image, ropDescriptor);
    }

    private static DrawCopy copy(int x, int y, Image image, int ropDescriptor) {
        return DisplayChannelTest.copy(0, Rect.ofSize(x, y, PICTURE, PICTURE), image, ropDescriptor);
    }

    /** Hills and valleys with a little noise; the odd ones are noise alone. */
    private static Image picture(int number) {
        Random noise = new Random(number);
        byte[] pixels = new byte[4 * PICTURE * PICTURE];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 4 % PICTURE;
            int y = i / 4 / PICTURE;
            double light = 120 + 50 * Math.sin((x + 9 * number) / 17.0) + 40 * Math.cos((y + 5 * number) / 13.0);
            int value = number % 2 == 0 ? (int) light + noise.nextInt(5) : noise.nextInt(256);
            pixels[i] = i % 4 == 3 ? 0 : (byte) value;
        }
        BitmapData bitmap = new BitmapData(
                BitmapFormat.THIRTY_TWO_BIT,
                BitmapData.TOP_DOWN,
                PICTURE,
                PICTURE,
                4 * PICTURE,
                null,
                Bytes.wrap(pixels));
        return new Image(new ImageDescriptor(0, 0, PICTURE, PICTURE), bitmap);
    }
}
