package dev.caraway.server.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.capability.Capability;
import dev.caraway.protocol.capability.DisplayCapability;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.stream.StreamCreate;
import dev.caraway.protocol.display.stream.StreamData;
import dev.caraway.protocol.display.stream.StreamDestroy;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.channel.SavedState;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.surface.Surface;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A video goes on at another host as if nothing had happened. */
class MovedVideoTest {

    private static final int WIDTH = 200;
    private static final int HEIGHT = 160;
    private static final Rect VIDEO = Rect.ofSize(20, 10, 120, 100);
    private static final Rect LARGER = Rect.ofSize(10, 5, 140, 120);
    private static final int FRAME_MILLIS = 40;

    private static final Capability[] EVERYTHING = {
        DisplayCapability.MONITORS_CONFIG, DisplayCapability.STREAM_REPORT, DisplayCapability.SIZED_STREAM
    };

    private final VirtualLoop loop = new VirtualLoop();
    private final Waves waves = new Waves();
    private DisplayHost host = new DisplayHost(loop, EVERYTHING);
    private DisplayHost next = new DisplayHost(loop, EVERYTHING);
    private NaiveClient client = start();

    @Test
    void everyFrameIsSentInTheStreamThatWasThere() {
        play(20);
        int before = frames().size();
        for (int hop = 0; hop < 5; hop++) {
            move();
            play(25);
        }
        assertThat(frames()).hasSize(before + 5 * 25);
        assertThat(seen(StreamCreate.class)).hasSize(1);
        assertThat(seen(StreamDestroy.class)).isEmpty();
        List<Long> times = frames().stream().map(StreamData::multiMediaTime).toList();
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).as("from frame " + i).isBetween(1L, 100L);
        }
    }

    @Test
    void clientThatTakesLongToChangeHostsIsSentEveryFrameAllTheSame() {
        play(60);
        int before = frames().size();
        for (int hop = 0; hop < 3; hop++) {
            host.handOver(next, client);
            host = next;
            next = new DisplayHost(loop, EVERYTHING);
            for (int frame = 0; frame < 5; frame++) {
                host.display().draw(waves.next(VIDEO, Clip.NONE));
                loop.advanceMillis(FRAME_MILLIS);
            }
            play(50);
        }
        assertThat(frames()).hasSize(before + 3 * 55);
    }

    @Test
    void frameThatWaitsIsSentByTheOtherHost() {
        play(20);
        int before = frames().size();
        host.outbox().setWritable(false);
        host.display().draw(waves.next(VIDEO, Clip.NONE));
        move();
        assertThat(frames()).hasSize(before + 1);
        client.showFrames();
        becomeQuiet();
        assertAgreement();
    }

    @Test
    void streamThatTheClientHasNotHeardOfIsOpenedByTheOtherHost() {
        host.outbox().setWritable(false);
        for (int i = 0; i < 20; i++) {
            host.display().draw(waves.next(VIDEO, Clip.NONE));
            loop.advanceMillis(FRAME_MILLIS);
        }
        assertThat(seen(StreamCreate.class)).isEmpty();
        move();
        assertThat(seen(StreamCreate.class)).hasSize(1);
        assertThat(frames()).hasSize(1);
        play(5);
        assertThat(seen(StreamCreate.class)).hasSize(1);
    }

    @Test
    void whatTheVideoLeftIsMadeExactByTheOtherHost() {
        play(20);
        int pictures = seen(DrawCopy.class).size();
        move();
        becomeQuiet();
        assertThat(seen(StreamDestroy.class)).hasSize(1);
        assertThat(seen(DrawCopy.class).size()).isGreaterThan(pictures);
        assertAgreement();
    }

    @Test
    void placeThatIsBecomingAVideoBecomesOneWithoutProvingItAnew() {
        play(6);
        assertThat(seen(StreamCreate.class)).isEmpty();
        move();
        play(4);
        assertThat(seen(StreamCreate.class)).hasSize(1);
    }

    @Test
    void endedStreamsAreForgottenBeforeAHostThatKnowsNothingOfThem() {
        play(20);
        host.channel().letGo();
        host.read(client);
        assertThat(seen(StreamDestroy.class)).hasSize(1);
        assertAgreement();
    }

    @Test
    void videoThatIsHeldUpByAMoveThatFailsGoesOn() {
        play(20);
        host.channel().stopSending();
        loop.advanceMillis(3000);
        host.channel().resumeSending();
        play(5);
        assertThat(seen(StreamDestroy.class)).hasSizeLessThanOrEqualTo(1);
        becomeQuiet();
        assertAgreement();
    }

    @Test
    void clientThatLeavesWhileItIsHeldHoldsNothing() {
        play(20);
        DisplayHost left = host;
        left.channel().stopSending();
        left.channel().onClosed();
        loop.advanceMillis(2000);
        assertThat(left.display().playing()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void quietScreenIsExactWhereverItWasPlayed(long seed) {
        Random random = new Random(seed);
        int eagerness = 1 + random.nextInt(4);
        boolean plays = true;
        for (int step = 0; step < 500; step++) {
            plays ^= random.nextInt(80) == 0;
            act(random, plays);
            loop.advanceMillis(random.nextInt(FRAME_MILLIS));
            if (random.nextInt(eagerness) == 0) {
                host.outbox().setWritable(random.nextInt(3) > 0);
                host.read(client);
            }
            if (random.nextInt(eagerness) == 0) {
                client.showFrames();
            }
            if (step % 10 == 3) {
                host.preCopy(next);
            }
            if (random.nextInt(40) == 0) {
                move();
            }
        }
        assertThat(seen(StreamCreate.class)).isNotEmpty();
        host.outbox().setWritable(true);
        host.channel().onWritable();
        becomeQuiet();
        assertAgreement();
    }

    @Test
    void whatIsNoStateOfAVideoIsRefused() {
        play(20);
        host.outbox().setWritable(false);
        host.display().draw(waves.next(VIDEO, Clip.NONE));
        host.display().draw(DisplayChannelTest.fill(0, Rect.ofSize(30, 30, 9, 9), 7, Clip.NONE));
        host.channel().stopSending();
        DisplayHost source = host;
        SurfaceCopy copy = source.display().copySurfaces();
        SurfaceCopy.Piece whole = copy.take(WIDTH * HEIGHT).orElseThrow();
        SavedState.assertRefusesWhatIsNone(source.channel()::saveState, 1, in -> {
            DisplayHost target = new DisplayHost(loop, EVERYTHING);
            SavedState.move(whole, target.display()::restorePiece);
            SavedState.move(source.display()::saveShared, target.display()::restoreShared);
            SavedState.move(source.session()::saveState, target.session()::restoreState);
            target.channel().restoreState(in);
            loop.runTasks();
            loop.advanceMillis(3000);
        });
        SavedState.assertRefusesWhatIsNone(source.display()::saveShared, 2, in -> {
            DisplayHost target = new DisplayHost(loop, EVERYTHING);
            SavedState.move(whole, target.display()::restorePiece);
            target.display().restoreShared(in);
            target.display().draw(waves.next(VIDEO, Clip.NONE));
        });
    }

    private NaiveClient start() {
        host.display().createSurface(0, WIDTH, HEIGHT, SurfaceFormat.XRGB_32, null);
        return host.connect(100_000);
    }

    private void move() {
        host.handOver(next, client);
        host = next;
        next = new DisplayHost(loop, EVERYTHING);
        host.read(client);
    }

    private void play(int count) {
        for (int i = 0; i < count; i++) {
            host.display().draw(waves.next(VIDEO, Clip.NONE));
            host.read(client);
            client.showFrames();
            loop.advanceMillis(FRAME_MILLIS);
            host.read(client);
            client.showFrames();
        }
    }

    /** Long enough for all streams to end. */
    private void becomeQuiet() {
        for (int i = 0; i < 30; i++) {
            loop.advanceMillis(100);
            host.read(client);
            client.showFrames();
        }
    }

    private void act(Random random, boolean plays) {
        DisplayChannel display = host.display();
        switch (random.nextInt(12)) {
            case 0 -> display.draw(DisplayChannelTest.fill(0, anyBox(random), random.nextInt(1 << 24), Clip.NONE));
            case 1 ->
                display.draw(new CopyBits(
                        new DrawBase(0, anyBox(random), Clip.NONE), new Point(random.nextInt(60), random.nextInt(60))));
            case 2 -> {
                Rect box = anyBox(random);
                display.draw(DisplayChannelTest.cachedImage(0, box, box.width()));
            }
            case 3 -> {
                if (random.nextInt(40) == 0) {
                    display.destroySurface(0);
                    display.createSurface(0, WIDTH, HEIGHT, SurfaceFormat.XRGB_32, null);
                }
            }
            case 4 -> {
                if (plays) {
                    display.draw(waves.next(LARGER, Clip.NONE));
                }
            }
            default -> {
                if (plays) {
                    Clip clip = new ClipRects(List.of(anyBox(random), anyBox(random)));
                    display.draw(waves.next(VIDEO, random.nextInt(4) == 0 ? clip : Clip.NONE));
                }
            }
        }
    }

    private static Rect anyBox(Random random) {
        int side = 8 + random.nextInt(40);
        return Rect.ofSize(random.nextInt(WIDTH - side), random.nextInt(HEIGHT - side), side, side);
    }

    private List<StreamData> frames() {
        return seen(StreamData.class);
    }

    private <T extends ServerMessage> List<T> seen(Class<T> type) {
        List<T> messages = new ArrayList<>();
        client.seen().stream().filter(type::isInstance).map(type::cast).forEach(messages::add);
        return messages;
    }

    private void assertAgreement() {
        assertThat(client.surfaces()).containsKey(0);
        for (Surface mine : client.surfaces().values()) {
            assertThat(DisplayChannelTest.visible(mine))
                    .as("surface " + mine.id())
                    .isEqualTo(
                            DisplayChannelTest.visible(host.display().surfaces().get(mine.id())));
        }
    }
}
