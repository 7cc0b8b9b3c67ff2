package dev.caraway.server.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.base.Migrate;
import dev.caraway.protocol.base.MigrateData;
import dev.caraway.protocol.base.Ping;
import dev.caraway.protocol.base.SetAck;
import dev.caraway.protocol.capability.Capability;
import dev.caraway.protocol.capability.DisplayCapability;
import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.image.GlzRgbData;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ZlibGlzRgbData;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.SavedState;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.surface.Surface;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a display client has survives its move to another host, wherever the run is cut. */
class MovedDisplayTest {

    private static final int STEPS = 600;
    private static final long CACHE_PIXELS = 2000;
    private static final Capability[] CAPABILITIES = {DisplayCapability.MONITORS_CONFIG};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void clientThatMovesIsSentWhatOneIsSentThatStays(long seed) {
        List<ServerMessage> stayed = drive(seed, step -> false, step -> true);
        List<ServerMessage> moved = drive(seed, step -> step % 100 == 70, step -> true);
        assertThat(moved.stream().map(MovedDisplayTest::withoutGlz))
                .containsExactlyElementsOf(
                        stayed.stream().map(MovedDisplayTest::withoutGlz).toList());
        // A dictionary that moved finds the same images, and some more of their pixels.
        assertThat(bytes(moved)).isLessThanOrEqualTo(bytes(stayed));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22})
    void clientThatSleepsWhenItMovesHasTheServersSurfacesInTheEnd(long seed) {
        Random random = new Random(seed);
        int eagerness = 1 + random.nextInt(40);
        drive(seed, step -> step % 60 == 50, step -> random.nextInt(eagerness) == 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void whatIsNoStateOfAChannelIsRefused(long seed) {
        VirtualLoop loop = new VirtualLoop();
        DisplayHost source = new DisplayHost(loop, CAPABILITIES);
        NaiveClient client = start(source, new Random(seed));
        source.outbox().setWritable(false);
        RandomGuest guest = new RandomGuest(new Random(seed), source.display());
        for (int step = 0; step < 100; step++) {
            guest.act();
        }
        source.channel().stopSending();
        source.read(client);
        SavedState.assertRefusesWhatIsNone(source.channel()::saveState, seed, in -> {
            DisplayHost target = new DisplayHost(loop, CAPABILITIES);
            source.preCopy(target);
            source.display()
                    .surfaces()
                    .all()
                    .forEach(surface -> target.display()
                            .createSurface(surface.id(), surface.width(), surface.height(), surface.format(), null));
            SavedState.move(source.session()::saveState, target.session()::restoreState);
            target.channel().restoreState(in);
            loop.runTasks();
        });
        SavedState.assertRefusesWhatIsNone(
                source.session()::saveState,
                seed,
                in -> new DisplayHost(loop).session().restoreState(in));
    }

    @Test
    void clientThatStaysAfterAllGoesOn() {
        VirtualLoop loop = new VirtualLoop();
        DisplayHost host = new DisplayHost(loop, CAPABILITIES);
        NaiveClient client = start(host, new Random(5));
        RandomGuest guest = new RandomGuest(new Random(5), host.display());
        for (int step = 0; step < 300; step++) {
            guest.act();
            if (step % 50 == 20) {
                host.channel().stopSending();
            } else if (step % 50 == 40) {
                host.channel().resumeSending();
            }
            host.read(client);
        }
        host.channel().resumeSending();
        host.read(client);
        assertAgreement(host, client);
    }

    @Test
    void clientThatNobodyKnowsIsShownEverythingAnew() {
        VirtualLoop loop = new VirtualLoop();
        DisplayHost source = new DisplayHost(loop, CAPABILITIES);
        NaiveClient client = start(source, new Random(1));
        RandomGuest guest = new RandomGuest(new Random(1), source.display());
        for (int step = 0; step < 200; step++) {
            guest.act();
            source.read(client);
        }
        DisplayHost target = new DisplayHost(loop, CAPABILITIES);
        RandomGuest anew = new RandomGuest(new Random(2), target.display());
        target.display()
                .createSurface(0, DisplayChannelTest.SIDE, DisplayChannelTest.SIDE, SurfaceFormat.XRGB_32, null);
        client.swapBlindly(target.outbox(), target.channel());
        target.channel().startAfresh();
        for (int step = 0; step < 200; step++) {
            anew.act();
            target.read(client);
        }
        assertAgreement(target, client);
    }

    private static NaiveClient start(DisplayHost host, Random random) {
        host.display().createSurface(0, DisplayChannelTest.SIDE, DisplayChannelTest.SIDE, SurfaceFormat.XRGB_32, null);
        return host.connect(random.nextBoolean() ? CACHE_PIXELS : 2 * CACHE_PIXELS);
    }

    /** A guest that draws what the seed says, and a client; what the client was sent of it. */
    private static List<ServerMessage> drive(long seed, IntPredicate moves, IntPredicate reads) {
        Random random = new Random(seed);
        VirtualLoop loop = new VirtualLoop();
        DisplayHost host = new DisplayHost(loop, CAPABILITIES);
        NaiveClient client = start(host, random);
        RandomGuest guest = new RandomGuest(random, host.display());
        DisplayHost next = new DisplayHost(loop, CAPABILITIES);
        for (int step = 0; step < STEPS; step++) {
            guest.act();
            loop.advanceMillis(1);
            if (reads.test(step)) {
                host.read(client);
            }
            if (step % 7 == 3) {
                host.preCopy(next);
            }
            if (moves.test(step)) {
                host.handOver(next, client);
                host = next;
                next = new DisplayHost(loop, CAPABILITIES);
                guest.moveTo(host.display());
            }
        }
        host.read(client);
        assertAgreement(host, client);
        return client.seen().stream()
                .filter(message -> !(message instanceof SetAck
                        || message instanceof Ping
                        || message instanceof Migrate
                        || message instanceof MigrateData))
                .toList();
    }

    private static ServerMessage withoutGlz(ServerMessage message) {
        return message instanceof DrawMessage drawing
                ? drawing.withImages(
                        image -> image.data() instanceof GlzRgbData || image.data() instanceof ZlibGlzRgbData
                                ? new Image(image.descriptor(), new GlzRgbData(Bytes.EMPTY))
                                : image)
                : message;
    }

    private static long bytes(List<ServerMessage> messages) {
        return messages.stream()
                .mapToLong(message -> SpiceWriter.encode(message).length())
                .sum();
    }

    private static void assertAgreement(DisplayHost host, NaiveClient client) {
        assertThat(client.surfaces()).containsKey(0);
        for (Surface mine : client.surfaces().values()) {
            assertThat(DisplayChannelTest.visible(mine))
                    .as("surface " + mine.id())
                    .isEqualTo(
                            DisplayChannelTest.visible(host.display().surfaces().get(mine.id())));
        }
    }
}
