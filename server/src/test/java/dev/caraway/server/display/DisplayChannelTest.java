package dev.caraway.server.display;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.capability.DisplayCapability;
import dev.caraway.protocol.display.Head;
import dev.caraway.protocol.display.Mark;
import dev.caraway.protocol.display.MonitorsConfig;
import dev.caraway.protocol.display.SurfaceCreate;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.FromCache;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.ImageType;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.channel.ProtocolException;
import dev.caraway.server.channel.RecordingOutbox;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.compression.CompressionPolicy;
import dev.caraway.server.event.Counter;
import dev.caraway.server.session.Peers;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.Sessions;
import dev.caraway.server.surface.Surface;
import dev.caraway.server.video.StreamingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DisplayChannelTest {

    static final int SIDE = 64;
    private static final int OFF_SCREEN = 5;
    private static final long CACHE_PIXELS = 2000;

    private final VirtualLoop loop = new VirtualLoop();
    private final List<Integer> viewers = new ArrayList<>();
    private final DisplayChannel display = new DisplayChannel(
            loop,
            new MultiMediaClock(loop),
            CompressionPolicy.DEFAULT,
            StreamingMode.FILTER,
            Runnable::run,
            viewers::add);
    private final Sessions sessions = new Sessions();
    private final RecordingOutbox outbox = new RecordingOutbox();
    private final List<DisplayChannelClient> channels = new ArrayList<>();

    /**
     * Random commands, a client that reads now and then, and one that sleeps for long: whatever it missed, once it has
     * read everything its surfaces are the server's.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void clientThatHasReadEverythingHasTheServersSurfaces(long seed) {
        Random random = new Random(seed);
        createPrimary();
        NaiveClient client = connect();
        RandomGuest guest = new RandomGuest(random, display);
        int eagerness = 1 + random.nextInt(40);
        for (int step = 0; step < 1500; step++) {
            guest.act();
            if (random.nextInt(eagerness) == 0) {
                outbox.setWritable(random.nextInt(3) > 0);
                readAll(client);
            }
        }
        outbox.setWritable(true);
        clientOf(client).onWritable();
        readAll(client);
        assertAgreement(client);
    }

    @Test
    void firstPictureComesBeforeTheMark() {
        createPrimary();
        display.draw(fill(0, Rect.ofSize(0, 0, SIDE, SIDE), 0x123456, Clip.NONE));
        NaiveClient client = connect();
        assertThat(client.isMarked()).isTrue();
        int mark = indexOf(client, Mark.class);
        assertThat(indexOf(client, SurfaceCreate.class)).isLessThan(indexOf(client, DrawCopy.class));
        assertThat(indexOf(client, DrawCopy.class)).isLessThan(mark);
        assertAgreement(client);
        assertThat(viewers).containsExactly(1);
    }

    @Test
    void offScreenSurfaceIsCreatedOnlyWhenTheClientNeedsIt() {
        createPrimary();
        NaiveClient client = connect();
        display.createSurface(OFF_SCREEN, 16, 16, SurfaceFormat.ARGB_32, null);
        display.draw(fill(OFF_SCREEN, Rect.ofSize(0, 0, 16, 16), 0xff00ff, Clip.NONE));
        readAll(client);
        assertThat(client.surfaces()).doesNotContainKey(OFF_SCREEN);
        display.draw(copyOfSurface(0, Rect.ofSize(8, 8, 16, 16), OFF_SCREEN));
        readAll(client);
        assertThat(client.surfaces()).containsKey(OFF_SCREEN);
        assertAgreement(client);
    }

    @Test
    void imageThatTheClientKeepsIsSentOnce() {
        createPrimary();
        NaiveClient client = connect();
        display.draw(cachedImage(0, Rect.ofSize(0, 0, 16, 16), 77));
        display.draw(cachedImage(0, Rect.ofSize(20, 0, 16, 16), 77));
        readAll(client);
        List<Image> sent = client.seen().stream()
                .filter(DrawCopy.class::isInstance)
                .map(message -> ((DrawCopy) message).source())
                .filter(image -> image.descriptor().id() == 77)
                .toList();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1).data()).isInstanceOf(FromCache.class);
        assertAgreement(client);
    }

    @Test
    void sleepingClientCostsNoMoreThanItsDirtyRegion() {
        createPrimary();
        NaiveClient client = connect();
        outbox.setWritable(false);
        // Nothing paints this over, so it grows old.
        display.draw(fill(0, Rect.ofSize(60, 60, 4, 4), 1, Clip.NONE));
        for (int i = 0; i < 100_000; i++) {
            display.draw(cachedImage(0, Rect.ofSize(i % 40, i % 30, 16, 16), i));
            if (i % 100 == 0) {
                loop.advanceMillis(1);
            }
        }
        assertThat(clientOf(client).queuedBytes()).isLessThan(64 * DisplayPipe.MAX_ITEMS);
        outbox.setWritable(true);
        clientOf(client).onWritable();
        int before = client.seen().size();
        readAll(client);
        assertThat(client.seen().size() - before)
                .as("the newest picture, not every command")
                .isLessThan(100);
        assertAgreement(client);
    }

    @Test
    void commandThatChangesNothingIsNotSent() {
        createPrimary();
        NaiveClient client = connect();
        display.draw(fill(0, Rect.ofSize(5, 5, 20, 20), 0x336699, Clip.NONE));
        display.draw(cachedImage(0, Rect.ofSize(30, 30, 16, 16), 1));
        readAll(client);
        int before = client.seen().size();

        display.draw(fill(0, Rect.ofSize(6, 6, 10, 10), 0x336699, Clip.NONE));
        display.draw(cachedImage(0, Rect.ofSize(30, 30, 16, 16), 1));
        readAll(client);
        assertThat(client.seen()).hasSize(before);
        assertAgreement(client);
    }

    @Test
    void everyCommandIsCountedAsSentOrDropped() {
        createPrimary();
        NaiveClient client = connect();
        readAll(client);
        int before = client.seen().size();
        outbox.setWritable(false);
        for (int i = 0; i < 200; i++) {
            display.draw(cachedImage(0, Rect.ofSize(i % 40, i % 30, 16, 16), i));
            loop.advanceMillis(i % 7);
        }
        outbox.setWritable(true);
        clientOf(client).onWritable();
        readAll(client);
        long drawn = client.seen().subList(before, client.seen().size()).stream()
                .filter(DrawCopy.class::isInstance)
                .map(message -> ((DrawCopy) message).source().descriptor())
                .filter(image -> image.has(ImageDescriptor.CACHE_ME))
                .count();
        Map<Counter, Long> counts = clientOf(client).counts();
        assertThat(counts.get(Counter.DRAWINGS_DROPPED)).isEqualTo(200 - drawn).isPositive();
    }

    @Test
    void imagesAreCountedByTheTypeThatTheClientSaw() {
        createPrimary();
        NaiveClient client = connect();
        for (int i = 0; i < 4; i++) {
            display.draw(cachedImage(0, Rect.ofSize(i * 16, 0, 16, 16), 77 + i / 2));
        }
        readAll(client);
        Map<ImageType, Long> seen = new EnumMap<>(ImageType.class);
        client.seen().stream()
                .filter(DrawCopy.class::isInstance)
                .forEach(message ->
                        seen.merge(((DrawCopy) message).source().data().type(), 1L, Long::sum));
        Map<ImageType, Long> counted = new EnumMap<>(ImageType.class);
        clientOf(client).images().forEach(count -> counted.put(count.type(), count.images()));
        assertThat(counted).isEqualTo(seen).containsEntry(ImageType.FROM_CACHE, 2L);
        assertThat(clientOf(client).counts())
                .containsEntry(Counter.CACHE_HITS, 2L)
                .containsEntry(Counter.MESSAGES_SENT, outbox.lastSerial())
                .containsEntry(Counter.BYTES_SENT, outbox.sentBytes());
    }

    @Test
    void commandsThatWaitedForLongBecomeThePictureOfNow() {
        createPrimary();
        NaiveClient client = connect();
        outbox.setWritable(false);
        for (int i = 0; i < 10; i++) {
            display.draw(fill(0, Rect.ofSize(0, 0, SIDE, SIDE), i, Clip.NONE));
            loop.advanceMillis(50);
        }
        outbox.setWritable(true);
        clientOf(client).onWritable();
        int before = client.seen().size();
        readAll(client);
        assertThat(client.seen().subList(before, client.seen().size())).hasSize(1);
        assertAgreement(client);
    }

    @Test
    void dirtyAreaIsSentAsItIsAfterTheCommandThatCameLast() {
        createPrimary();
        NaiveClient client = connect();
        outbox.setWritable(false);
        for (int i = 0; i < 2 * DisplayPipe.MAX_ITEMS; i++) {
            display.draw(fill(0, Rect.ofSize(0, 0, SIDE, SIDE), i, Clip.NONE));
        }
        // The socket takes more, but the channel has not been told yet when the guest draws.
        outbox.setWritable(true);
        display.draw(fill(0, Rect.ofSize(0, 0, SIDE, SIDE), 0x00ff00, Clip.NONE));
        readAll(client);
        assertAgreement(client);
    }

    @Test
    void commandTooLargeForThePipeArrivesAsAPicture() {
        int side = 3100;
        display.createSurface(0, side, side, SurfaceFormat.XRGB_32, null);
        NaiveClient client = connect();
        display.draw(cachedImage(0, Rect.ofSize(0, 0, side, side), 1));
        readAll(client);
        assertAgreement(client);
    }

    @Test
    void newestMonitorsTakeThePlaceOfThoseThatWait() {
        createPrimary();
        NaiveClient client = connect();
        outbox.setWritable(false);
        for (int width = 1; width <= 1000; width++) {
            display.configureHeads(List.of(new Head(0, 0, width, 10, 0, 0, 0)));
        }
        assertThat(clientOf(client).queuedBytes()).isLessThan(200);
        outbox.setWritable(true);
        clientOf(client).onWritable();
        int before = client.seen().size();
        readAll(client);
        assertThat(client.seen().subList(before, client.seen().size()))
                .containsExactly(new MonitorsConfig(1, List.of(new Head(0, 0, 1000, 10, 0, 0, 0))));
    }

    @Test
    void clientThatNeverAcknowledgesIsClosedAlthoughItAnswersPings() {
        createPrimary();
        NaiveClient client = connect();
        client.stopAcknowledging();
        for (int i = 0; i < 400; i++) {
            display.draw(fill(0, Rect.ofSize(0, 0, SIDE, SIDE), i, Clip.NONE));
        }
        for (int second = 0; second < 89; second++) {
            loop.advanceMillis(1000);
            readAll(client);
        }
        assertThat(outbox.isClosed()).isFalse();
        loop.advanceMillis(2000);
        assertThat(outbox.isClosed()).isTrue();
    }

    @Test
    void clientThatAnswersNoPingIsClosedAlthoughItAcknowledges() {
        createPrimary();
        NaiveClient client = connect();
        client.stopAnsweringPings();
        for (int i = 0; i < 400; i++) {
            display.draw(cachedImage(0, Rect.ofSize(i % 40, i % 30, 16, 16), i));
            readAll(client);
        }
        loop.advanceMillis(89_000);
        assertThat(outbox.isClosed()).isFalse();
        loop.advanceMillis(2000);
        assertThat(outbox.isClosed()).isTrue();
    }

    @Test
    void resizedDisplayIsShownAnew() {
        createPrimary();
        NaiveClient client = connect();
        display.destroySurface(0);
        display.createSurface(0, 100, 50, SurfaceFormat.XRGB_32, null);
        display.draw(fill(0, Rect.ofSize(10, 10, 80, 30), 0xabcdef, Clip.NONE));
        readAll(client);
        assertAgreement(client);
        assertThat(client.seen().stream().filter(Mark.class::isInstance)).hasSize(2);
    }

    @Test
    void displayThatIsLinkedAnewInItsSessionStartsWithEmptyMirrors() {
        createPrimary();
        NaiveClient before = connect();
        display.draw(cachedImage(0, Rect.ofSize(0, 0, 16, 16), 77));
        readAll(before);
        Session session = clientOf(before).session();
        clientOf(before).onClosed();

        RecordingOutbox freshOutbox = new RecordingOutbox();
        DisplayChannelClient fresh = display.admit(session, Peers.on(ChannelType.DISPLAY), freshOutbox);
        session.add(fresh);
        NaiveClient after = new NaiveClient(freshOutbox, fresh);
        fresh.onLinked();
        after.initialise(CACHE_PIXELS);
        readAll(after);
        display.draw(cachedImage(0, Rect.ofSize(20, 0, 16, 16), 77));
        readAll(after);
        // It would complain about an image or a GLZ reference that it never got.
        assertAgreement(after);
    }

    @Test
    void secondDisplayInitIsRefused() {
        createPrimary();
        NaiveClient client = connect();
        assertThatThrownBy(() -> client.initialise(CACHE_PIXELS)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void clientThatNeverInitialisesIsClosed() {
        display.admit(sessions.create(), Peers.on(ChannelType.DISPLAY, DisplayCapability.MONITORS_CONFIG), outbox)
                .onLinked();
        loop.advanceMillis(9_999);
        assertThat(outbox.isClosed()).isFalse();
        loop.advanceMillis(1);
        assertThat(outbox.isClosed()).isTrue();
    }

    @Test
    void silentClientIsClosedByThePingMonitor() {
        createPrimary();
        NaiveClient client = connect();
        loop.advanceMillis(15_000 + 90_000);
        assertThat(clientOf(client).session().isClosing()).isTrue();
    }

    private NaiveClient connect() {
        Session session = sessions.create();
        DisplayChannelClient channel =
                display.admit(session, Peers.on(ChannelType.DISPLAY, DisplayCapability.MONITORS_CONFIG), outbox);
        session.add(channel);
        NaiveClient client = new NaiveClient(outbox, channel);
        channels.add(channel);
        channel.onLinked();
        client.initialise(CACHE_PIXELS);
        readAll(client);
        return client;
    }

    private DisplayChannelClient clientOf(NaiveClient client) {
        assertThat(client).isNotNull();
        return channels.get(0);
    }

    private void readAll(NaiveClient client) {
        loop.runTasks();
        while (client.receive()) {
            loop.runTasks();
        }
    }

    private void assertAgreement(NaiveClient client) {
        assertThat(client.surfaces()).containsKey(0);
        for (Surface mine : client.surfaces().values()) {
            Surface server = display.surfaces().get(mine.id());
            assertThat(visible(mine)).as("surface " + mine.id()).isEqualTo(visible(server));
        }
    }

    /** The bytes that mean something: without the fourth of a pixel, which no client shows. */
    static byte[] visible(Surface surface) {
        byte[] pixels = surface.copyOf(surface.bounds()).toArray();
        for (int i = 3; i < pixels.length; i += 4) {
            pixels[i] = 0;
        }
        return pixels;
    }

    private static int indexOf(NaiveClient client, Class<?> type) {
        for (int i = 0; i < client.seen().size(); i++) {
            if (type.isInstance(client.seen().get(i))) {
                return i;
            }
        }
        return Integer.MAX_VALUE;
    }

    private void createPrimary() {
        display.createSurface(0, SIDE, SIDE, SurfaceFormat.XRGB_32, null);
    }

    static DrawFill fill(int surfaceId, Rect box, int color, Clip clip) {
        return new DrawFill(new DrawBase(surfaceId, box, clip), new SolidBrush(color), RopDescriptor.OP_PUT, Mask.NONE);
    }

    static DrawCopy copyOfSurface(int target, Rect box, int source) {
        Image image = new Image(new ImageDescriptor(0, 0xe0, box.width(), box.height()), new SurfaceData(source));
        return copy(target, box, image, RopDescriptor.OP_PUT);
    }

    static DrawCopy cachedImage(int target, Rect box, long id) {
        byte[] pixels = new byte[box.width() * box.height() * 4];
        new Random(id).nextBytes(pixels);
        BitmapData bitmap = new BitmapData(
                BitmapFormat.RGBA,
                BitmapData.TOP_DOWN,
                box.width(),
                box.height(),
                box.width() * 4,
                null,
                Bytes.wrap(pixels));
        ImageDescriptor descriptor = new ImageDescriptor(id, ImageDescriptor.CACHE_ME, box.width(), box.height());
        return copy(target, box, new Image(descriptor, bitmap), RopDescriptor.OP_PUT);
    }

    static DrawCopy copy(int target, Rect box, Image image, int ropDescriptor) {
        return new DrawCopy(
                new DrawBase(target, box, Clip.NONE),
                image,
                Rect.ofSize(0, 0, box.width(), box.height()),
                ropDescriptor,
                ScaleMode.NEAREST,
                Mask.NONE);
    }
}
