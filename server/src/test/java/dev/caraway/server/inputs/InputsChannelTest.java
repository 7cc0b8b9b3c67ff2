package dev.caraway.server.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ClientMessage;
import dev.caraway.protocol.display.Head;
import dev.caraway.protocol.inputs.ClientKeyModifiers;
import dev.caraway.protocol.inputs.InputsInit;
import dev.caraway.protocol.inputs.KeyDown;
import dev.caraway.protocol.inputs.KeyModifiers;
import dev.caraway.protocol.inputs.KeyScancode;
import dev.caraway.protocol.inputs.KeyUp;
import dev.caraway.protocol.inputs.MouseMotion;
import dev.caraway.protocol.inputs.MouseMotionAck;
import dev.caraway.protocol.inputs.MousePosition;
import dev.caraway.protocol.inputs.MousePress;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.RecordingOutbox;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.session.Peers;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputsChannelTest {

    private final VirtualLoop loop = new VirtualLoop();
    private final List<String> events = new ArrayList<>();
    private boolean guestFails;
    private final List<Head> heads = List.of(new Head(0, 0, 640, 480, 0, 0, 0), new Head(1, 0, 800, 600, 640, 0, 0));
    private final InputsChannel inputs = new InputsChannel(loop, new LoggingInputs(), List.of(() -> heads));
    private final Sessions sessions = new Sessions();
    private final Session session = sessions.create();
    private final RecordingOutbox outbox = new RecordingOutbox();
    private final InputsChannelClient client = inputs.admit(session, Peers.on(ChannelType.INPUTS), outbox);

    InputsChannelTest() {
        session.add(client);
        client.onLinked();
    }

    @Test
    void lockKeysAreToldAtFirstAndWhenTheyChange() {
        inputs.lockKeys(false, false, true);
        inputs.lockKeys(false, false, true);
        assertThat(outbox.take()).containsExactly(new InputsInit(0), new KeyModifiers(4));
    }

    @Test
    void keysReachTheGuestInOrder() {
        say(new KeyDown(0x2a));
        say(new KeyDown(0x1e));
        say(new KeyUp(0x9e));
        say(new KeyScancode(Bytes.wrap(new byte[] {(byte) 0xe0, 0x4b, (byte) 0xe0, (byte) 0xcb})));
        assertThat(events).containsExactly("key 2a down", "key 1e down", "key 1e up", "key 14b down", "key 14b up");
    }

    @Test
    void everyFourthMotionIsAcknowledged() {
        inputs.clientMouse(false);
        outbox.take();
        for (int i = 0; i < 9; i++) {
            say(new MouseMotion(1, -1, 0));
        }
        assertThat(outbox.take()).containsExactly(new MouseMotionAck(), new MouseMotionAck());
        assertThat(events).hasSize(9).containsOnly("motion 1 -1 0");
    }

    @Test
    void ofSeveralDisplaysThePositionsIdIsTheDisplay() {
        List<Head> one = List.of(new Head(0, 0, 640, 480, 0, 0, 0));
        List<Head> other = List.of(new Head(0, 0, 800, 600, 0, 0, 0));
        InputsChannel several = new InputsChannel(
                loop,
                new GuestInputs() {
                    @Override
                    public void onPosition(int display, int x, int y, int buttons) {
                        events.add(display + ": " + x + " " + y);
                    }
                },
                List.of(() -> one, () -> other, List::of));
        InputsChannelClient pointing =
                several.admit(sessions.create(), Peers.on(ChannelType.INPUTS), new RecordingOutbox());
        for (int id = 0; id < 5; id++) {
            MousePosition position = new MousePosition(700, 500, 0, id);
            pointing.onMessage(position.opcode(), SpiceWriter.encode(position));
        }
        // The third shows nothing that could be pointed at, and there is no fourth.
        assertThat(events).containsExactly("0: 639 479", "1: 700 500");
    }

    @Test
    void positionsCountFromTheHeadsCornerAndStayInside() {
        say(new MousePosition(10, 20, 1, 0));
        say(new MousePosition(10, 20, 0, 1));
        say(new MousePosition(0xffff_ffffL, 0xffff_ffffL, 0xffff, 255));
        assertThat(events).containsExactly("position 10 20 1", "position 650 20 0", "position 1439 599 127");
    }

    @Test
    void wrongModesEventsAreAcknowledgedButNotApplied() {
        for (int i = 0; i < 4; i++) {
            say(new MouseMotion(1, 1, 0));
        }
        assertThat(events).isEmpty();
        assertThat(outbox.take()).contains(new MouseMotionAck());
    }

    @Test
    void clientThatGoesLeavesNothingPressed() {
        say(new KeyDown(0x1d));
        say(new MousePress(1, 1));
        events.clear();
        client.onClosed();
        assertThat(events).containsExactly("key 1d up", "button 1 up");
    }

    @Test
    void nothingStaysPressedForAClientThatIsBeingClosed() {
        say(new KeyDown(0x1d));
        events.clear();
        session.close("test");
        assertThat(events).containsExactly("key 1d up");
        assertThat(outbox.isClosed()).isTrue();
        say(new KeyDown(0x1e));
        client.onClosed();
        assertThat(events).containsExactly("key 1d up");
    }

    @Test
    void guestThatFailsWhenKeysAreReleasedKeepsNoSession() {
        say(new KeyDown(0x1d));
        say(new KeyDown(0x1e));
        say(new MousePress(1, 1));
        events.clear();
        guestFails = true;
        client.onClosed();
        assertThat(events).containsExactly("key 1d up", "key 1e up", "button 1 up");
        assertThat(sessions.all()).isEmpty();
    }

    @Test
    void clientThatDoesNotReadIsToldTheNewestLightsAlone() {
        outbox.take();
        outbox.setWritable(false);
        inputs.lockKeys(false, true, false);
        inputs.lockKeys(false, false, true);
        assertThat(outbox.take()).isEmpty();
        outbox.setWritable(true);
        client.onWritable();
        client.onWritable();
        assertThat(outbox.take()).containsExactly(new KeyModifiers(4));
    }

    @Test
    void lockKeysOfAGuestThatTellsNoLightsAreLeftAlone() {
        say(new ClientKeyModifiers(2));
        assertThat(events).isEmpty();
    }

    @Test
    void eachKeyOfAMessageSpendsTheBudget() {
        byte[] taps = new byte[64];
        for (int i = 0; i < taps.length; i += 2) {
            taps[i] = 0x1e;
            taps[i + 1] = (byte) 0x9e;
        }
        for (int i = 0; i <= EventBudget.BURST / taps.length; i++) {
            say(new KeyScancode(Bytes.wrap(taps)));
        }
        assertThat(outbox.isReading()).isFalse();
    }

    @Test
    void clientsLockKeysAreFollowed() {
        inputs.lockKeys(false, false, false);
        say(new ClientKeyModifiers(4));
        assertThat(events).containsExactly("key 3a down", "key 3a up");
    }

    @Test
    void floodOfEventsIsReadNoFasterThanTheBudgetAllows() {
        for (int i = 0; i < EventBudget.BURST; i++) {
            say(new KeyDown(0x1e));
        }
        assertThat(outbox.isReading()).isFalse();
        loop.advanceMillis(200);
        assertThat(outbox.isReading()).isTrue();
        assertThat(events).hasSize(EventBudget.BURST);
    }

    private void say(ClientMessage message) {
        client.onMessage(message.opcode(), SpiceWriter.encode(message));
    }

    private final class LoggingInputs implements GuestInputs {

        @Override
        public void onKey(int scancode, boolean down) {
            events.add("key " + Integer.toHexString(scancode) + (down ? " down" : " up"));
            fail();
        }

        @Override
        public void onMotion(int dx, int dy, int buttons) {
            events.add("motion " + dx + " " + dy + " " + buttons);
        }

        @Override
        public void onPosition(int x, int y, int buttons) {
            events.add("position " + x + " " + y + " " + buttons);
        }

        @Override
        public void onButton(int button, boolean down) {
            events.add("button " + button + (down ? " down" : " up"));
            fail();
        }

        private void fail() {
            if (guestFails) {
                throw new IllegalStateException("guest: broken by the test");
            }
        }
    }
}
