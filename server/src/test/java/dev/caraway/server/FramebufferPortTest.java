package dev.caraway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.geometry.Rect;
import dev.caraway.server.cache.ContentIndex;
import dev.caraway.server.channel.MultiMediaClock;
import dev.caraway.server.channel.SavedState;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.compression.CompressionPolicy;
import dev.caraway.server.cursor.CursorChannel;
import dev.caraway.server.display.DisplayChannel;
import dev.caraway.server.guest.FramebufferDisplay;
import dev.caraway.server.guest.FramebufferSource;
import dev.caraway.server.guest.GuestException;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.guest.Head;
import dev.caraway.server.inputs.InputsChannel;
import dev.caraway.server.main.MainChannel;
import dev.caraway.server.surface.Surface;
import dev.caraway.server.video.StreamingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class FramebufferPortTest {

    private final VirtualLoop loop = new VirtualLoop();
    private final DisplayChannel display = new DisplayChannel(
            loop,
            new MultiMediaClock(loop),
            CompressionPolicy.DEFAULT,
            StreamingMode.FILTER,
            Runnable::run,
            viewers -> {});
    private final List<Throwable> mistakes = new ArrayList<>();
    private final List<Rect> read = new ArrayList<>();
    private boolean isBroken;
    private final FramebufferPort port = newPort();

    @Test
    void damageBeforeTheServerReadsIsReadOnce() {
        port.resize(20, 10);
        loop.runTasks();
        read.clear();
        for (int i = 0; i < 1000; i++) {
            port.damage(2, 2, 4, 4);
        }
        loop.runTasks();
        assertThat(read).containsExactly(Rect.ofSize(2, 2, 4, 4));
        assertThat(pixelAt(2)).isEqualTo((byte) 7);
    }

    @Test
    void damageOutsideIsIgnored() {
        port.resize(20, 10);
        loop.runTasks();
        read.clear();
        port.damage(15, 0, Integer.MAX_VALUE, 1);
        port.damage(-5, -5, 6, 6);
        port.damage(30, 30, 5, 5);
        port.damage(0, 0, 0, 5);
        loop.runTasks();
        assertThat(read).containsExactlyInAnyOrder(Rect.ofSize(15, 0, 5, 1), Rect.ofSize(0, 0, 1, 1));
    }

    @Test
    void resizeForgetsHeadsThatWereToldBefore() {
        port.resize(20, 10);
        port.heads(List.of(new Head(0, 0, 10, 10), new Head(10, 0, 10, 10)));
        loop.runTasks();
        assertThat(display.heads()).hasSize(2);
        port.heads(List.of(new Head(0, 0, 5, 5), new Head(5, 0, 5, 5), new Head(10, 0, 5, 5)));
        port.resize(40, 30);
        loop.runTasks();
        assertThat(display.heads())
                .singleElement()
                .satisfies(head -> assertThat(head.width()).isEqualTo(40));
    }

    @Test
    void headsThatComeWithASizeAreThereWithTheSurface() {
        port.resize(20, 10, List.of(new Head(0, 0, 10, 10), new Head(10, 0, 10, 10)));
        loop.runTasks();
        assertThat(display.heads()).hasSize(2);
        port.resize(40, 10, List.of(new Head(0, 0, 30, 10), new Head(30, 0, 10, 10)));
        loop.runTasks();
        assertThat(display.heads().get(1).x()).isEqualTo(30);
        assertThat(display.surfaces().get(0).width()).isEqualTo(40);
    }

    @Test
    void whatCouldNotBeReadIsReadWithTheNextDamage() {
        port.resize(20, 10);
        loop.runTasks();
        isBroken = true;
        port.damage(0, 0, 8, 8);
        loop.runTasks();
        assertThat(mistakes)
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.throwable(GuestException.class))
                .hasMessage("guest " + Sevens.class.getName()
                        + ": readPixels(): java.lang.IllegalStateException: screen: broken by the test");
        isBroken = false;
        read.clear();
        port.damage(10, 0, 1, 1);
        loop.runTasks();
        assertThat(read).contains(Rect.ofSize(0, 0, 8, 8), Rect.ofSize(10, 0, 1, 1));
    }

    @Test
    void closedPortReadsNoMore() {
        port.resize(20, 10);
        loop.runTasks();
        read.clear();
        port.damage(0, 0, 1, 1);
        port.close();
        loop.runTasks();
        assertThat(read).isEmpty();
    }

    @Test
    void restoredSurfaceIsComparedSoonAndStaysIfTheGuestGivesItItsSize() {
        port.resize(20, 10);
        loop.runTasks();
        Surface restored = display.surfaces().get(0);
        read.clear();
        port.onRestored();
        port.damage(2, 2, 4, 4);
        loop.runTasks();
        assertThat(read).as("what is new comes first").containsExactly(Rect.ofSize(2, 2, 4, 4));
        loop.advanceMillis(50);
        assertThat(read).containsExactly(Rect.ofSize(2, 2, 4, 4), Rect.ofSize(0, 0, 20, 10));
        port.resize(20, 10);
        loop.runTasks();
        assertThat(display.surfaces().get(0)).isSameAs(restored);
        port.resize(20, 10);
        loop.runTasks();
        assertThat(display.surfaces().get(0)).isNotSameAs(restored);
    }

    @Test
    void restoredSurfaceGivesWayToOneOfAnotherSize() {
        port.resize(20, 10);
        loop.runTasks();
        port.onRestored();
        port.resize(30, 10);
        loop.runTasks();
        assertThat(display.surfaces().get(0).width()).isEqualTo(30);
    }

    @Test
    void guestWhoseSurfaceDidNotComeGetsTheOneItAskedFor() {
        port.resize(20, 10);
        loop.runTasks();
        display.destroySurface(0);
        port.onRestored();
        loop.runTasks();
        assertThat(display.surfaces().get(0).width()).isEqualTo(20);
    }

    @Test
    void whatWasRememberedOfPicturesMoves() {
        port.resize(20, 10);
        loop.runTasks();
        SavedState.move(port::save, newPort()::restore);
        SavedState.assertRefusesWhatIsNone(port::save, 1, newPort()::restore);
    }

    private byte pixelAt(int xy) {
        Surface primary = display.surfaces().get(0);
        return primary.raster().pixels()[primary.raster().pixelOffset(xy, xy)];
    }

    private FramebufferPort newPort() {
        CursorChannel cursor = new CursorChannel(loop);
        InputsChannel inputs = new InputsChannel(loop, GuestInputs.IGNORED, List.of(display::heads));
        MainChannel main = new MainChannel(
                loop,
                new MultiMediaClock(loop),
                new MainChannel.Identity("test", new UUID(0, 0), List.of()),
                inputs::clientMouse,
                Optional.empty());
        PointerPort pointer = new PointerPort(loop, cursor, inputs, main, mistakes::add);
        return new FramebufferPort(new Sevens(), loop, display, pointer, 4, new ContentIndex(1, 2), mistakes::add);
    }

    /** Every pixel is 7, unless it cannot be read. */
    private final class Sevens implements FramebufferSource {

        @Override
        public void attach(FramebufferDisplay attached) {}

        @Override
        public void readPixels(Rect area, int[] pixels, int offset, int stride) {
            if (isBroken) {
                throw new IllegalStateException("screen: broken by the test");
            }
            read.add(area);
            for (int row = 0; row < area.height(); row++) {
                int from = offset + row * stride;
                Arrays.fill(pixels, from, from + area.width(), 7);
            }
        }
    }
}
