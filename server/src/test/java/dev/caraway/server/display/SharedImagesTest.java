package dev.caraway.server.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.codecs.glz.GlzHeader;
import dev.caraway.codecs.glz.GlzWindow;
import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.base.WaitForChannels;
import dev.caraway.protocol.display.DisplayInit;
import dev.caraway.protocol.display.InvalList;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.FromCache;
import dev.caraway.protocol.image.GlzRgbData;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageCompression;
import dev.caraway.protocol.image.ImageDescriptor;
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
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several display channels of one client, which has their images in common and hears them in any order. */
class SharedImagesTest {

    private static final int SIDE = 240;

    /** A few of the images below, so that they push each other out. */
    private static final long CACHE_PIXELS = 90_000;

    /** The places of the ring in which clients look for GLZ images, at first. */
    private static final int RING = 16;

    private final VirtualLoop loop = new VirtualLoop();
    private final Session session = new Sessions().create();
    private final List<DisplayChannel> displays = new ArrayList<>();
    private final List<RecordingOutbox> outboxes = new ArrayList<>();
    private final List<NaiveClient> clients = new ArrayList<>();

    /**
     * The sockets run apart from each other, one stands still for long now and then; large images take their time to be
     * compressed. No channel waits without an end, nothing is drawn that was forgotten, and the pictures are right.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void inWhateverOrderMessagesComeTheClientHasTheServersPictures(long seed) {
        Random random = new Random(seed);
        int count = 2 + random.nextInt(3);
        for (int id = 0; id < count; id++) {
            connect(id, CACHE_PIXELS);
        }
        int asleep = 0;
        for (int step = 0; step < 1200; step++) {
            drawSomething(displays.get(random.nextInt(count)), random);
            if (random.nextInt(4) > 0) {
                loop.runTasks();
            }
            if (random.nextInt(100) == 0) {
                asleep = random.nextInt(count + 1);
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                int id = random.nextInt(count);
                if (id != asleep) {
                    clients.get(id).receiveNext();
                }
            }
            if (random.nextInt(300) == 0) {
                hearEverything();
                assertAgreement();
            }
        }
        hearEverything();
        assertAgreement();
        assertThat(seen(WaitForChannels.class)).isNotEmpty();
        assertThat(seen(InvalList.class)).isNotEmpty();
        assertThat(fromCache()).isNotZero();
    }

    /** The first channel forgets the image and the second brings it again, but is heard first. */
    @Test
    void imageIsKeptAnewOnlyAfterItWasForgotten() {
        connect(0, 600);
        connect(1, 600);
        hearEverything();
        Rect box = Rect.ofSize(0, 0, 16, 16);
        displays.get(0).draw(DisplayChannelTest.cachedImage(0, box, 1));
        displays.get(0).draw(DisplayChannelTest.cachedImage(0, box, 2));
        hearEverything();
        displays.get(0).draw(DisplayChannelTest.cachedImage(0, box, 3));
        displays.get(1).draw(DisplayChannelTest.cachedImage(0, box, 1));
        displays.get(1).draw(DisplayChannelTest.cachedImage(0, Rect.ofSize(20, 0, 16, 16), 1));

        while (clients.get(1).receiveNext()) {
            // As far as it comes without the other.
        }
        hearEverything();
        assertAgreement();
        assertThat(clients.get(0).cachedIds()).containsExactlyInAnyOrder(1L, 3L);
    }

    @Test
    void imageIsForgottenOnlyAfterItsLastUseOnAnotherChannel() {
        connect(0, 300);
        connect(1, 300);
        hearEverything();
        Rect box = Rect.ofSize(0, 0, 16, 16);
        displays.get(0).draw(DisplayChannelTest.cachedImage(0, box, 1));
        displays.get(1).draw(DisplayChannelTest.cachedImage(0, box, 1));
        displays.get(0).draw(DisplayChannelTest.cachedImage(0, box, 2));

        while (clients.get(0).receiveNext()) {
            // As far as it comes without the other.
        }
        assertThat(clients.get(0).cachedIds()).containsExactly(1L);
        hearEverything();
        assertAgreement();
    }

    @Test
    void noImageRunsSoFarAheadThatItTakesTheMissingOnesPlaceInTheRing() {
        connect(0, 0);
        connect(1, 0);
        hearEverything();
        displays.get(0).draw(large(1));
        loop.runTasks();
        for (int i = 0; i < 3 * RING; i++) {
            displays.get(1).draw(uncached(i, 100 + i));
        }
        int heard = 0;
        while (clients.get(1).receiveNext()) {
            heard++;
        }
        assertThat(heard).isBetween(1, RING);
        hearEverything();
        assertAgreement();
        assertThat(clients.get(1).seen().stream().filter(WaitForChannels.class::isInstance))
                .hasSize(1);
    }

    @Test
    void loneDisplayChannelWaitsForNobody() {
        connect(0, CACHE_PIXELS);
        Random random = new Random(1);
        for (int step = 0; step < 1000; step++) {
            drawSomething(displays.get(0), random);
            hearEverything();
        }
        assertAgreement();
        assertThat(seen(InvalList.class)).isNotEmpty();
        assertThat(seen(WaitForChannels.class)).isEmpty();
    }

    @Test
    void displayChannelThatGoesTakesThoseAlongWhichShareItsImages() {
        connect(0, CACHE_PIXELS);
        connect(1, CACHE_PIXELS);
        clients.get(1).channel().onClosed();
        assertThat(session.isClosing()).isTrue();
        assertThat(outboxes.get(0).isClosed()).isTrue();
    }

    @Test
    void glzImagesGoOnWithoutAGapWhenTheDisplayIsLinkedAnew() {
        connect(0, 0);
        hearEverything();
        displays.get(0).draw(uncached(0, 1));
        hearEverything();
        // Still on its way through the lane when the channel goes: it is never sent.
        displays.get(0).draw(large(2));
        clients.get(0).channel().onClosed();
        loop.runTasks();
        long last = glzIds().max(Long::compare).orElseThrow();

        relink();
        long next = glzIds().min(Long::compare).orElseThrow();
        assertThat(next).isEqualTo(last + 1);
    }

    private void connect(int id, long cachePixels) {
        CompressionPolicy glz = new CompressionPolicy(ImageCompression.GLZ, WanCompression.NEVER, WanCompression.NEVER);
        // Large images are compressed in a later turn.
        DisplayChannel display =
                new DisplayChannel(loop, new MultiMediaClock(loop), glz, StreamingMode.OFF, loop, viewers -> {});
        display.createSurface(0, SIDE, SIDE, SurfaceFormat.XRGB_32, null);
        displays.add(display);
        outboxes.add(new RecordingOutbox());
        clients.add(link(id, cachePixels));
    }

    private NaiveClient link(int id, long cachePixels) {
        RecordingOutbox outbox = outboxes.get(id);
        DisplayChannelClient channel =
                displays.get(id).admit(session, Peers.on(new ChannelId(ChannelType.DISPLAY, id)), outbox);
        session.add(channel);
        NaiveClient client = clients.isEmpty() || id == 0
                ? new NaiveClient(outbox, channel, new GlzWindow(1 << 20))
                : new NaiveClient(outbox, channel, clients.get(0));
        channel.onLinked();
        client.say(new DisplayInit(1, cachePixels, 1, 1 << 17));
        return client;
    }

    private void relink() {
        outboxes.set(0, new RecordingOutbox());
        clients.set(0, link(0, 0));
        loop.runTasks();
        clients.get(0).receiveNext();
        displays.get(0).draw(uncached(0, 3));
        hearEverything();
    }

    /** Every channel takes what it can until none can go on; then none may have anything left. */
    private void hearEverything() {
        boolean goesOn = true;
        while (goesOn) {
            loop.runTasks();
            goesOn = false;
            for (NaiveClient client : clients) {
                goesOn |= client.receiveNext();
            }
        }
        assertThat(clients).allMatch(NaiveClient::hasHeardEverything, "waits without an end");
    }

    private void assertAgreement() {
        for (int id = 0; id < displays.size(); id++) {
            Surface server = displays.get(id).surfaces().get(0);
            Surface mine = Objects.requireNonNull(clients.get(id).surfaces().get(0));
            assertThat(DisplayChannelTest.visible(mine))
                    .as("display " + id)
                    .isEqualTo(DisplayChannelTest.visible(server));
        }
        clients.get(0)
                .cachedIds()
                .forEach(id -> assertThat(session.pixmapCache(CACHE_PIXELS).has(id))
                        .as("image " + id)
                        .isTrue());
    }

    private static void drawSomething(DisplayChannel display, Random random) {
        int side = 8 + random.nextInt(60);
        Rect box = Rect.ofSize(random.nextInt(SIDE - side), random.nextInt(SIDE - side), side, side);
        switch (random.nextInt(12)) {
            case 0 -> display.draw(DisplayChannelTest.fill(0, box, random.nextInt(1 << 24), Clip.NONE));
            case 1 -> display.draw(large(random.nextInt(4)));
            case 2, 3, 4, 5 -> display.draw(uncached(random.nextInt(40), random.nextInt(1000)));
            default -> {
                // One id is one picture.
                int id = 10 + random.nextInt(60);
                int fixed = 20 + id;
                display.draw(DisplayChannelTest.cachedImage(
                        0, Rect.ofSize(box.left() / 2, box.top() / 2, fixed, fixed), id));
            }
        }
    }

    /** More than is compressed on the loop. */
    private static DrawCopy large(long id) {
        return DisplayChannelTest.cachedImage(0, Rect.ofSize(0, 0, 200, 200), 1000 + id);
    }

    /** Pieces of the same few rows, so that GLZ refers from one to the other. */
    private static DrawCopy uncached(int x, int seed) {
        int width = 40;
        int height = 10;
        byte[] pixels = new byte[width * height * 4];
        for (int y = 0; y < height; y++) {
            byte[] row = new byte[width * 4];
            new Random((seed + y) % 50).nextBytes(row);
            System.arraycopy(row, 0, pixels, y * row.length, row.length);
        }
        BitmapData bitmap = new BitmapData(
                BitmapFormat.THIRTY_TWO_BIT, BitmapData.TOP_DOWN, width, height, width * 4, null, Bytes.wrap(pixels));
        Image image = new Image(new ImageDescriptor(0, 0, width, height), bitmap);
        return DisplayChannelTest.copy(0, Rect.ofSize(x, seed % 200, width, height), image, RopDescriptor.OP_PUT);
    }

    private List<ServerMessage> seen(Class<? extends ServerMessage> type) {
        return clients.stream()
                .flatMap(client -> client.seen().stream())
                .filter(type::isInstance)
                .toList();
    }

    private long fromCache() {
        return seen(DrawCopy.class).stream()
                .filter(message -> ((DrawCopy) message).source().data() instanceof FromCache)
                .count();
    }

    /** The ids of the GLZ images that the first display's client has heard. */
    private Stream<Long> glzIds() {
        return clients.get(0).seen().stream()
                .filter(DrawCopy.class::isInstance)
                .map(message -> ((DrawCopy) message).source().data())
                .filter(GlzRgbData.class::isInstance)
                .map(data -> {
                    Bytes bytes = ((GlzRgbData) data).data();
                    return GlzHeader.decode(bytes.array(), bytes.offset(), bytes.length())
                            .imageId();
                });
    }
}
