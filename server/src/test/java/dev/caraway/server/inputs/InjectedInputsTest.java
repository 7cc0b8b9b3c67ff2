package dev.caraway.server.inputs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.protocol.display.Head;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.guest.GuestInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class InjectedInputsTest {

    private static final int RANGE = 0x7fff;

    private final VirtualLoop loop = new VirtualLoop();
    private final List<String> events = new ArrayList<>();
    private List<Head> heads = List.of(new Head(0, 0, 640, 480, 0, 0, 0), new Head(1, 0, 800, 600, 640, 0, 0));
    private final List<Head> others = List.of(new Head(0, 0, 320, 200, 0, 0, 0));
    private boolean guestFails;
    private final InjectedInputs injected =
            new InputsChannel(loop, new LoggingInputs(), List.of(() -> heads, () -> others)).injected();

    @Test
    void chordIsPressedKeyByKeyAndReleasedInTheOppositeOrder() {
        injected.type(List.of(0x1d, 0x38, 0x153), 20);
        loop.advanceMillis(0);
        assertThat(events).containsExactly("0 key 1d down");
        loop.advanceMillis(1000);
        assertThat(events)
                .containsExactly(
                        "0 key 1d down",
                        "20 key 38 down",
                        "40 key 153 down",
                        "60 key 153 up",
                        "80 key 38 up",
                        "100 key 1d up");
    }

    @Test
    void keysAreHeldTenMillisecondsUnlessTold() {
        injected.type(List.of(0x1e), 0);
        loop.advanceMillis(1000);
        assertThat(events).containsExactly("0 key 1e down", "10 key 1e up");
    }

    @Test
    void keysThatAreNotToBeHeldAreReleasedAtOnce() {
        injected.type(List.of(0x1e), -5);
        assertThat(events).containsExactly("0 key 1e down", "0 key 1e up");
    }

    @Test
    void laterKeysWaitForThoseThatAreBeingTyped() {
        injected.type(List.of(0x1e), 10);
        injected.key(0x30, true);
        injected.type(List.of(0x20), 10);
        loop.advanceMillis(1000);
        assertThat(events)
                .containsExactly("0 key 1e down", "10 key 1e up", "20 key 30 down", "20 key 20 down", "30 key 20 up");
    }

    @Test
    void whatCanNotWaitAnyMoreIsNotTyped() {
        for (int i = 0; i < 10_000; i++) {
            injected.type(List.of(0x1e), 1);
        }
        loop.advanceMillis(100_000);
        assertThat(events).hasSize(InjectedInputs.MAX_WAITING + 1);
        injected.releaseAll();
        assertThat(events.get(events.size() - 1)).endsWith("up");
    }

    @Test
    void movesUntilTheEndOrAButtonAreOne() {
        injected.move(5, 0);
        injected.move(0, -3);
        injected.button(1, true);
        injected.move(1, 1);
        injected.flush();
        injected.flush();
        assertThat(events).containsExactly("0 motion 5 -3 0", "0 button 1 down", "0 motion 1 1 1");
    }

    @Test
    void movesBeyondAnyScreenDoNotTurnRound() {
        injected.move(Integer.MAX_VALUE, Integer.MIN_VALUE);
        injected.move(1, -1);
        injected.flush();
        assertThat(events).containsExactly("0 motion " + Integer.MAX_VALUE + " " + Integer.MIN_VALUE + " 0");
    }

    @Test
    void placesSpanAllHeadsAndStayOnThem() {
        injected.placeX(RANGE, RANGE);
        injected.placeY(RANGE / 2 + 1, RANGE);
        injected.flush();
        injected.placeX(-1, RANGE);
        injected.flush();
        injected.placeY(Integer.MAX_VALUE, RANGE);
        injected.flush();
        assertThat(events).containsExactly("0 position 1439 300 0", "0 position 0 300 0", "0 position 0 599 0");
    }

    @Test
    void placesMayBeWithinOneHead() {
        injected.aim(0, OptionalInt.of(1));
        injected.placeX(0, RANGE);
        injected.placeY(RANGE, RANGE);
        injected.flush();
        injected.placeX(RANGE, RANGE);
        injected.flush();
        assertThat(events).containsExactly("0 position 640 599 0", "0 position 1439 599 0");
    }

    @Test
    void placesMayBeOnAnotherDisplay() {
        injected.aim(1, OptionalInt.empty());
        injected.placeX(RANGE, RANGE);
        injected.placeY(RANGE, RANGE);
        injected.flush();
        assertThat(events).containsExactly("0 position 319 199 0 on 1");
    }

    @Test
    void aDisplayOrAHeadThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> injected.aim(2, OptionalInt.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("display 2: expected less than 2");
        assertThatThrownBy(() -> injected.aim(1, OptionalInt.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("head 1: expected less than 1");
        assertThatThrownBy(() -> injected.aim(0, OptionalInt.of(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void placeWithoutADisplayIsItsCorner() {
        heads = List.of();
        injected.placeX(RANGE, RANGE);
        injected.flush();
        assertThat(events).containsExactly("0 position 0 0 0");
    }

    @Test
    void whatIsHeldIsReleasedOnceAndWhatWaitsIsForgotten() {
        injected.key(0x2a, true);
        injected.button(3, true);
        injected.type(List.of(0x1e, 0x30), 10);
        events.clear();
        injected.releaseAll();
        injected.releaseAll();
        loop.advanceMillis(1000);
        assertThat(events).containsExactly("0 key 1e up", "0 key 2a up", "0 button 3 up");
    }

    @Test
    void nothingIsTypedAfterTheEnd() {
        injected.end();
        injected.key(0x2a, true);
        injected.type(List.of(0x1e), 10);
        loop.advanceMillis(1000);
        assertThat(events).isEmpty();
    }

    @Test
    void guestThatFailsAtOneKeyIsTypedTheOthers() {
        guestFails = true;
        assertThatThrownBy(() -> injected.type(List.of(0x1e), 10)).hasMessageContaining("broken by the test");
        guestFails = false;
        injected.type(List.of(0x30), 10);
        loop.advanceMillis(1000);
        assertThat(events).contains("10 key 30 down", "20 key 30 up");
    }

    private final class LoggingInputs implements GuestInputs {

        @Override
        public void onKey(int scancode, boolean down) {
            log("key " + Integer.toHexString(scancode) + (down ? " down" : " up"));
        }

        @Override
        public void onMotion(int dx, int dy, int buttons) {
            log("motion " + dx + " " + dy + " " + buttons);
        }

        @Override
        public void onPosition(int x, int y, int buttons) {
            log("position " + x + " " + y + " " + buttons);
        }

        @Override
        public void onPosition(int display, int x, int y, int buttons) {
            if (display == 0) {
                onPosition(x, y, buttons);
            } else {
                log("position " + x + " " + y + " " + buttons + " on " + display);
            }
        }

        @Override
        public void onButton(int button, boolean down) {
            log("button " + button + (down ? " down" : " up"));
        }

        private void log(String event) {
            events.add(loop.nanoTime() / 1_000_000 + " " + event);
            if (guestFails) {
                throw new IllegalStateException("guest: broken by the test");
            }
        }
    }
}
