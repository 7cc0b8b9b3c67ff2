package dev.caraway.server.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.capability.Capability;
import dev.caraway.protocol.capability.DisplayCapability;
import dev.caraway.protocol.display.StreamReport;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.display.stream.StreamActivateReport;
import dev.caraway.protocol.display.stream.StreamClip;
import dev.caraway.protocol.display.stream.StreamCreate;
import dev.caraway.protocol.display.stream.StreamData;
import dev.caraway.protocol.display.stream.StreamDataSized;
import dev.caraway.protocol.display.stream.StreamDestroy;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.ImageCompression;
import dev.caraway.protocol.image.ImageType;
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
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests that play videos, and what clients show of them. */
class StreamSenderTest {

    private static final int WIDTH = 200;
    private static final int HEIGHT = 160;
    private static final int OFF_SCREEN = 5;
    private static final int FRAME_MILLIS = 40;
    private static final int FAST_FRAME_MILLIS = 20;
    private static final Rect VIDEO = Rect.ofSize(20, 10, 120, 100);
    private static final Rect OTHER_VIDEO = Rect.ofSize(80, 60, 112, 96);

    /** What a photograph's colours may be off by after JPEG. */
    private static final int NEAR = 40;

    private static final Capability[] EVERYTHING = {
        DisplayCapability.MONITORS_CONFIG, DisplayCapability.STREAM_REPORT, DisplayCapability.SIZED_STREAM
    };

    private final VirtualLoop loop = new VirtualLoop();
    private DisplayChannel display = channel(CompressionPolicy.DEFAULT);
    private final Sessions sessions = new Sessions();
    private final List<Viewer> viewers = new ArrayList<>();
    private final Waves waves = new Waves();

    /** A client with its half of the channel and of the socket. */
    private record Viewer(NaiveClient client, DisplayChannelClient channel, RecordingOutbox outbox) {}

    /**
     * Videos with windows over them, and a client that reads and shows frames when it likes: once everything is quiet its
     * surfaces are the server's, to the last bit.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14})
    void quietScreenIsExactWhateverWasPlayed(long seed) {
        playAtRandom(seed);
    }

    /** The same on a link where photographs lose detail, which comes back beside the videos and after them. */
    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void quietScreenIsExactWherePhotographsLoseDetailToo(long seed) {
        display = channel(new CompressionPolicy(ImageCompression.AUTO_GLZ, WanCompression.ALWAYS, WanCompression.AUTO));
        Viewer viewer = playAtRandom(seed);
        assertThat(viewer.client().seen().stream()
                        .filter(DrawCopy.class::isInstance)
                        .map(message -> ((DrawCopy) message).source().data().type()))
                .contains(ImageType.JPEG);
        assertThat(viewer.channel().lossy().isEmpty()).isTrue();
    }

    private DisplayChannel channel(CompressionPolicy compression) {
        return new DisplayChannel(
                loop, new MultiMediaClock(loop), compression, StreamingMode.FILTER, Runnable::run, viewers -> {});
    }

    private Viewer playAtRandom(long seed) {
        Random random = new Random(seed);
        createPrimary();
        display.createSurface(OFF_SCREEN, WIDTH, HEIGHT, SurfaceFormat.XRGB_32, null);
        Viewer viewer = connect(capabilities(random));
        RandomGuest guest = new RandomGuest(random);
        int eagerness = 1 + random.nextInt(4);
        for (int step = 0; step < 500; step++) {
            guest.act();
            if (random.nextInt(eagerness) == 0) {
                viewer.outbox().setWritable(random.nextInt(3) > 0);
                readAll();
            }
            if (random.nextInt(eagerness) == 0) {
                viewer.client().showFrames();
            }
        }
        assertThat(count(viewer, StreamCreate.class)).isPositive();
        viewer.outbox().setWritable(true);
        viewer.channel().onWritable();
        becomeQuiet();
        assertAgreement(viewer);
        return viewer;
    }

    @Test
    void videoTravelsAsAStreamAndEndsSharp() {
        createPrimary();
        Viewer viewer = connect(EVERYTHING);
        play(30);

        assertThat(count(viewer, StreamCreate.class)).isEqualTo(1);
        assertThat(count(viewer, StreamActivateReport.class)).isEqualTo(1);
        assertThat(count(viewer, StreamData.class)).isGreaterThan(15);
        int drawings = count(viewer, DrawCopy.class);
        assertNear(viewer);

        loop.advanceMillis(1000);
        readAll();
        assertThat(count(viewer, StreamDestroy.class)).isEqualTo(1);
        assertThat(count(viewer, DrawCopy.class)).isGreaterThan(drawings);
        assertAgreement(viewer);
    }

    @Test
    void everyOtherFrameOfAFastVideoIsShownAndTheLastOneAlways() {
        createPrimary();
        Viewer viewer = connect(EVERYTHING);
        play(60, FAST_FRAME_MILLIS);
        for (int more = 0; more < 5; more++) {
            int before = count(viewer, StreamData.class);
            play(50 + more, FAST_FRAME_MILLIS);
            assertThat(count(viewer, StreamData.class) - before).isBetween(24, 28);
            loop.advanceMillis(2 * FAST_FRAME_MILLIS);
            readAll();
            viewer.client().showFrames();
            assertThat(count(viewer, StreamDestroy.class)).isZero();
            assertNear(viewer);
        }
    }

    @Test
    void windowOverAVideoIsNotDrawnOverByFramesThatComeLate() {
        createPrimary();
        Viewer viewer = connect(EVERYTHING);
        play(20);
        Rect window = Rect.ofSize(60, 40, 30, 30);
        display.draw(nextFrame(VIDEO));
        readAll();
        display.draw(DisplayChannelTest.fill(0, window, 0x00ff00, Clip.NONE));
        readAll();
        assertThat(count(viewer, StreamClip.class)).isEqualTo(1);
        viewer.client().showFrames();

        assertSame(viewer, window);
        assertThat(count(viewer, StreamDestroy.class)).isZero();
    }

    @Test
    void windowThatASleepyClientGetsAsAPictureIsNotDrawnOverEither() {
        createPrimary();
        Viewer viewer = connect(EVERYTHING);
        play(20);
        Rect window = Rect.ofSize(60, 40, 30, 30);
        viewer.outbox().setWritable(false);
        // Too old to be sent as commands when the client wakes up.
        for (int i = 0; i < 8; i++) {
            display.draw(nextFrame(VIDEO));
            display.draw(DisplayChannelTest.fill(0, Rect.ofSize(150 + 5 * i, 0, 4, 4), i + 1, Clip.NONE));
            loop.advanceMillis(FRAME_MILLIS);
        }
        display.draw(DisplayChannelTest.fill(0, window, 0x00ff00, Clip.NONE));
        viewer.outbox().setWritable(true);
        viewer.channel().onWritable();
        readAll();
        assertThat(count(viewer, DrawFill.class)).isZero();
        viewer.client().showFrames();

        assertSame(viewer, window);
        assertThat(count(viewer, StreamDestroy.class)).isZero();
    }

    @Test
    void picturesThatWaitWhenTheirStreamBeginsAreNotSent() {
        createPrimary();
        Viewer viewer = connect(EVERYTHING);
        viewer.outbox().setWritable(false);
        int pictures = count(viewer, DrawCopy.class);
        for (int i = 0; i < 20; i++) {
            display.draw(nextFrame(VIDEO));
            loop.advanceMillis(FRAME_MILLIS);
        }
        viewer.outbox().setWritable(true);
        viewer.channel().onWritable();
        readAll();
        viewer.client().showFrames();

        assertThat(count(viewer, DrawCopy.class)).isEqualTo(pictures);
        assertThat(count(viewer, StreamData.class)).isEqualTo(1);
        assertNear(viewer);
        becomeQuiet();
        assertAgreement(viewer);
    }

    @Test
    void copyOfAVideoOnAnotherPlaceIsSharp() {
        createPrimary();
        Viewer viewer = connect(EVERYTHING);
        play(20);
        Rect copy = Rect.ofSize(150, 20, 40, 40);
        display.draw(new CopyBits(new DrawBase(0, copy, Clip.NONE), new Point(40, 30)));
        readAll();

        assertThat(count(viewer, CopyBits.class)).isZero();
        assertSame(viewer, copy);
    }

    @Test
    void clientThatComesLateJoinsTheStream() {
        createPrimary();
        connect(EVERYTHING);
        play(20);
        Viewer late = connect(EVERYTHING);
        play(10);

        assertThat(count(late, StreamCreate.class)).isEqualTo(1);
        assertThat(count(late, StreamData.class)).isGreaterThan(5);
        assertNear(late);
        becomeQuiet();
        viewers.forEach(this::assertAgreement);
    }

    @Test
    void clientThatCanNotDecodeGetsPicturesAndNoStreamAnyMore() {
        createPrimary();
        Viewer viewer = connect(EVERYTHING);
        play(20);
        viewer.client().say(new StreamReport(0, 0, 0, 0, 0, 0xffff_ffffL, 0, 0));
        readAll();
        assertAgreement(viewer);
        int sent = count(viewer, StreamData.class);
        play(20);

        assertThat(count(viewer, StreamData.class)).isEqualTo(sent);
        assertThat(count(viewer, StreamCreate.class)).isEqualTo(1);
        assertAgreement(viewer);
    }

    @Test
    void reportOfAStreamThatIsNotThereIsNoBreach() {
        createPrimary();
        Viewer viewer = connect(EVERYTHING);
        viewer.client().say(new StreamReport(7, 3, 1, 1, 1, 0, 0, StreamReport.NO_AUDIO));
        assertThat(viewer.outbox().isClosed()).isFalse();
    }

    @Test
    void resizedDisplayEndsItsStreamsFirst() {
        createPrimary();
        Viewer viewer = connect(EVERYTHING);
        play(20);
        display.destroySurface(0);
        createPrimary();
        readAll();

        assertThat(count(viewer, StreamDestroy.class)).isEqualTo(1);
        play(20);
        becomeQuiet();
        assertAgreement(viewer);
    }

    @Test
    void sleepingClientsPipeStaysSmallHoweverManyVideosPlay() {
        createPrimary();
        Viewer viewer = connect(EVERYTHING);
        viewer.outbox().setWritable(false);
        for (int video = 0; video < 30; video++) {
            for (int frame = 0; frame < 12; frame++) {
                display.draw(nextFrame(VIDEO));
                display.draw(DisplayChannelTest.fill(0, Rect.ofSize(frame, 50, 60, 9), frame, Clip.NONE));
                loop.advanceMillis(FRAME_MILLIS);
            }
            loop.advanceMillis(1500);
        }
        assertThat(viewer.channel().queuedBytes()).isLessThan(10_000);
        viewer.outbox().setWritable(true);
        viewer.channel().onWritable();
        readAll();
        assertThat(count(viewer, StreamCreate.class)).isZero();
        assertAgreement(viewer);
    }

    @Test
    void largerFrameIsSentWithItsSizeOrAsAPicture() {
        createPrimary();
        Viewer sized = connect(EVERYTHING);
        Viewer plain = connect(DisplayCapability.MONITORS_CONFIG);
        play(20);
        Rect larger = Rect.ofSize(10, 5, 140, 120);
        display.draw(nextFrame(larger));
        readAll();

        assertThat(count(sized, StreamDataSized.class)).isEqualTo(1);
        assertThat(count(plain, StreamDataSized.class)).isZero();
        assertAgreement(plain);
        play(5);
        becomeQuiet();
        assertAgreement(sized);
        assertAgreement(plain);
    }

    private static Capability[] capabilities(Random random) {
        List<Capability> some = new ArrayList<>(List.of(DisplayCapability.MONITORS_CONFIG));
        if (random.nextBoolean()) {
            some.add(DisplayCapability.STREAM_REPORT);
        }
        if (random.nextBoolean()) {
            some.add(DisplayCapability.SIZED_STREAM);
        }
        return some.toArray(new Capability[0]);
    }

    private Viewer connect(Capability... capabilities) {
        Session session = sessions.create();
        RecordingOutbox outbox = new RecordingOutbox();
        DisplayChannelClient channel = display.admit(session, Peers.on(ChannelType.DISPLAY, capabilities), outbox);
        session.add(channel);
        NaiveClient client = new NaiveClient(outbox, channel);
        Viewer viewer = new Viewer(client, channel, outbox);
        viewers.add(viewer);
        channel.onLinked();
        client.initialise(100_000);
        readAll();
        return viewer;
    }

    private void play(int count) {
        play(count, FRAME_MILLIS);
    }

    private void play(int count, int frameMillis) {
        for (int i = 0; i < count; i++) {
            display.draw(nextFrame(VIDEO));
            readAll();
            viewers.forEach(viewer -> viewer.client().showFrames());
            loop.advanceMillis(frameMillis);
            readAll();
            viewers.forEach(viewer -> viewer.client().showFrames());
        }
    }

    /** Long enough for all streams to end. */
    private void becomeQuiet() {
        for (int i = 0; i < 30; i++) {
            loop.advanceMillis(100);
            readAll();
            viewers.forEach(viewer -> viewer.client().showFrames());
        }
    }

    private void readAll() {
        loop.runTasks();
        boolean more = true;
        while (more) {
            more = false;
            for (Viewer viewer : viewers) {
                more |= viewer.client().receive();
            }
            loop.runTasks();
        }
    }

    private void createPrimary() {
        display.createSurface(0, WIDTH, HEIGHT, SurfaceFormat.XRGB_32, null);
    }

    private DrawMessage nextFrame(Rect box) {
        return nextFrame(box, Clip.NONE);
    }

    private DrawMessage nextFrame(Rect box, Clip clip) {
        return waves.next(box, clip);
    }

    private static int count(Viewer viewer, Class<?> type) {
        return (int) viewer.client().seen().stream().filter(type::isInstance).count();
    }

    private void assertAgreement(Viewer viewer) {
        assertThat(viewer.client().surfaces()).containsKey(0);
        for (Surface mine : viewer.client().surfaces().values()) {
            assertThat(colours(mine, mine.bounds()))
                    .as("surface " + mine.id())
                    .isEqualTo(colours(display.surfaces().get(mine.id()), mine.bounds()));
        }
    }

    private static Surface primaryOf(Viewer viewer) {
        return Optional.ofNullable(viewer.client().surfaces().get(0)).orElseThrow();
    }

    private void assertSame(Viewer viewer, Rect area) {
        Surface mine = primaryOf(viewer);
        assertThat(colours(mine, area)).isEqualTo(colours(display.surfaces().get(0), area));
    }

    /** What the client shows is the newest frame, about. */
    private void assertNear(Viewer viewer) {
        Surface mine = primaryOf(viewer);
        byte[] shown = colours(mine, VIDEO);
        byte[] drawn = colours(display.surfaces().get(0), VIDEO);
        for (int i = 0; i < shown.length; i++) {
            assertThat(Math.abs((shown[i] & 0xff) - (drawn[i] & 0xff)))
                    .as("byte " + i)
                    .isLessThan(NEAR);
        }
    }

    private static byte[] colours(Surface surface, Rect area) {
        byte[] pixels = surface.copyOf(area).toArray();
        for (int i = 3; i < pixels.length; i += 4) {
            pixels[i] = 0;
        }
        return pixels;
    }

    /** Plays two videos that overlap, with breaks, and draws over, under and with what they show. */
    private final class RandomGuest {

        private final Random random;
        private boolean plays = true;
        private boolean playsOther;

        RandomGuest(Random random) {
            this.random = random;
        }

        void act() {
            loop.advanceMillis(random.nextInt(FRAME_MILLIS));
            switch (random.nextInt(16)) {
                case 0 -> display.draw(DisplayChannelTest.fill(0, anyBox(), random.nextInt(1 << 24), anyClip()));
                case 1 ->
                    display.draw(new DrawFill(
                            new DrawBase(0, anyBox(), anyClip()),
                            new SolidBrush(random.nextInt(1 << 24)),
                            RopDescriptor.OP_XOR,
                            Mask.NONE));
                case 2 ->
                    display.draw(new CopyBits(
                            new DrawBase(0, anyBox(), anyClip()), new Point(random.nextInt(60), random.nextInt(60))));
                case 3 -> display.draw(DisplayChannelTest.copyOfSurface(OFF_SCREEN, anyBox(), 0));
                case 4 -> display.draw(DisplayChannelTest.copyOfSurface(0, anyBox(), OFF_SCREEN));
                case 5 -> {
                    Rect box = anyBox();
                    display.draw(DisplayChannelTest.cachedImage(0, box, box.width()));
                }
                case 6 -> {
                    plays ^= random.nextInt(20) == 0;
                    playsOther ^= random.nextInt(10) == 0;
                }
                case 7 -> {
                    if (random.nextInt(60) == 0) {
                        display.destroySurface(0);
                        createPrimary();
                    } else if (random.nextInt(30) == 0) {
                        loop.advanceMillis(1100);
                    }
                }
                case 8 -> {
                    if (plays) {
                        display.draw(nextFrame(Rect.ofSize(10, 5, 140, 120)));
                    }
                }
                default -> {
                    if (plays) {
                        display.draw(nextFrame(VIDEO, random.nextInt(4) == 0 ? anyClip() : Clip.NONE));
                    }
                    if (playsOther) {
                        display.draw(nextFrame(OTHER_VIDEO));
                    }
                }
            }
        }

        private Rect anyBox() {
            int side = 8 + random.nextInt(40);
            return Rect.ofSize(random.nextInt(WIDTH - side), random.nextInt(HEIGHT - side), side, side);
        }

        private Clip anyClip() {
            return random.nextBoolean() ? Clip.NONE : new ClipRects(List.of(anyBox(), anyBox(), VIDEO));
        }
    }
}
