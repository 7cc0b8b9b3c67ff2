package dev.caraway.server.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ClientMessage;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.display.Head;
import dev.caraway.protocol.inputs.ClientKeyModifiers;
import dev.caraway.protocol.inputs.InputsInit;
import dev.caraway.protocol.inputs.KeyDown;
import dev.caraway.protocol.inputs.KeyModifiers;
import dev.caraway.protocol.inputs.KeyScancode;
import dev.caraway.protocol.inputs.KeyUp;
import dev.caraway.protocol.inputs.MouseMotion;
import dev.caraway.protocol.inputs.MouseMotionAck;
import dev.caraway.protocol.inputs.MousePress;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.RecordingOutbox;
import dev.caraway.server.channel.SavedState;
import dev.caraway.server.channel.VirtualLoop;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.guest.InputsPort;
import dev.caraway.server.session.Peers;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.Sessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MovedInputsTest {

    private final VirtualLoop loop = new VirtualLoop();

    /** One host's half of the channel. */
    private final class Host {

        private final InputsChannel inputs;
        private final RecordingOutbox outbox = new RecordingOutbox();
        private final Session session = new Sessions().create();
        private final InputsChannelClient client;

        Host(List<String> events) {
            List<Head> heads = List.of(new Head(0, 0, 640, 480, 0, 0, 0));
            inputs = new InputsChannel(loop, new LoggingInputs(events), List.of(() -> heads));
            inputs.clientMouse(false);
            client = inputs.admit(session, Peers.on(ChannelType.INPUTS), outbox);
            session.add(client);
        }

        void say(ClientMessage message) {
            client.onMessage(message.opcode(), SpiceWriter.encode(message));
        }
    }

    /** What came of a run: what the guest felt, and what the client was told. */
    private record Outcome(List<String> events, List<ServerMessage> told) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void guestFeelsAndClientHearsTheSameWhetherItMovesOrNot(long seed) {
        assertThat(drive(seed, true)).isEqualTo(drive(seed, false));
    }

    @Test
    void heldKeyIsLetGoWhereTheClientLetsGo() {
        List<String> events = new ArrayList<>();
        Host source = new Host(events);
        source.client.onLinked();
        source.say(new KeyDown(0x1d));
        source.say(new MousePress(1, 1));
        Host target = move(source, events);
        target.say(new KeyUp(0x9d));
        target.client.onClosed();
        assertThat(events).containsExactly("key 1d true", "button 1 true", "key 1d false", "button 1 false");
    }

    @Test
    void motionsThatCameWhenNothingMayBeSentAreAcknowledgedOnTheOtherSide() {
        List<String> events = new ArrayList<>();
        Host source = new Host(events);
        source.client.onLinked();
        source.outbox.take();
        source.client.stopSending();
        for (int i = 0; i < 7; i++) {
            source.say(new MouseMotion(1, 1, 0));
        }
        source.inputs.lockKeys(false, false, true);
        assertThat(source.outbox.take()).isEmpty();
        Host target = move(source, events);
        assertThat(target.outbox.take()).containsExactly(new MouseMotionAck(), new KeyModifiers(4));
        target.say(new MouseMotion(1, 1, 0));
        assertThat(target.outbox.take()).containsExactly(new MouseMotionAck());
    }

    @Test
    void clientThatStaysAfterAllIsToldWhatWasKeptBack() {
        Host host = new Host(new ArrayList<>());
        host.client.onLinked();
        host.outbox.take();
        host.client.stopSending();
        for (int i = 0; i < 8; i++) {
            host.say(new MouseMotion(1, 1, 0));
        }
        host.client.resumeSending();
        assertThat(host.outbox.take()).containsExactly(new MouseMotionAck(), new MouseMotionAck());
    }

    @Test
    void whatManagementTypesGoesOn() {
        List<String> events = new ArrayList<>();
        Host source = new Host(events);
        source.inputs.injected().button(1, true);
        source.inputs.injected().type(List.of(0x1d, 0x1e), 100);
        loop.advanceMillis(50);
        Host target = new Host(events);
        SavedState.move(source.inputs::saveShared, target.inputs::restoreShared);
        source.inputs.injected().forget();
        source.inputs.injected().end();
        loop.advanceMillis(1000);
        target.inputs.injected().end();
        assertThat(events)
                .containsExactly(
                        "button 1 true",
                        "key 1d true",
                        "key 1e true",
                        "key 1e false",
                        "key 1d false",
                        "button 1 false");
    }

    @Test
    void clientThatNobodyKnowsGetsMotionsAndLights() {
        Host host = new Host(new ArrayList<>());
        host.inputs.lockKeys(false, true, false);
        host.client.startAfresh();
        assertThat(host.outbox.take()).containsExactly(new MouseMotionAck(), new KeyModifiers(2));
    }

    @Test
    void whatIsNoStateIsRefused() {
        Host source = new Host(new ArrayList<>());
        source.client.onLinked();
        source.say(new KeyDown(0x1d));
        source.say(new KeyScancode(Bytes.wrap(new byte[] {(byte) 0xe1, 0x1d})));
        source.say(new MouseMotion(1, 1, 0));
        source.inputs.injected().type(List.of(0x1d, 0x1e), 100);
        SavedState.assertRefusesWhatIsNone(
                source.client::saveState, 1, in -> new Host(new ArrayList<>()).client.restoreState(in));
        SavedState.assertRefusesWhatIsNone(
                source.inputs::saveShared, 2, in -> new Host(new ArrayList<>()).inputs.restoreShared(in));
    }

    private Outcome drive(long seed, boolean moves) {
        Random random = new Random(seed);
        List<String> events = new ArrayList<>();
        List<ServerMessage> told = new ArrayList<>();
        Host host = new Host(events);
        host.client.onLinked();
        for (int step = 0; step < 2000; step++) {
            act(host, random);
            loop.advanceMillis(random.nextInt(300));
            if (random.nextInt(50) == 0 && moves) {
                told.addAll(host.outbox.take());
                host = move(host, events);
            }
            told.addAll(host.outbox.take());
        }
        told.removeIf(message -> !(message instanceof MouseMotionAck
                || message instanceof KeyModifiers
                || message instanceof InputsInit));
        return new Outcome(events, told);
    }

    private static void act(Host host, Random random) {
        switch (random.nextInt(6)) {
            case 0 -> host.say(new KeyDown(1 + random.nextInt(0x7f)));
            case 1 -> host.say(new KeyUp(0x81 + random.nextInt(0x7f)));
            case 2 -> {
                byte[] codes = new byte[1 + random.nextInt(3)];
                for (int i = 0; i < codes.length; i++) {
                    codes[i] = (byte) (random.nextInt(3) == 0 ? 0xe0 + random.nextInt(2) : random.nextInt(256));
                }
                host.say(new KeyScancode(Bytes.wrap(codes)));
            }
            case 3 -> host.say(new ClientKeyModifiers(random.nextInt(8)));
            case 4 -> host.inputs.lockKeys(random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
            default -> host.say(new MouseMotion(random.nextInt(9), 1, 0));
        }
    }

    private Host move(Host source, List<String> events) {
        source.client.stopSending();
        Host target = new Host(events);
        SavedState.move(source.inputs::saveShared, target.inputs::restoreShared);
        SavedState.move(source.client::saveState, target.client::restoreState);
        // The guest is not there any more, and feels nothing of how the source closes.
        int felt = events.size();
        source.client.onClosed();
        events.subList(felt, events.size()).clear();
        return target;
    }

    /** Writes down what the guest feels. */
    private record LoggingInputs(List<String> events) implements GuestInputs {

        @Override
        public void attach(InputsPort port) {}

        @Override
        public void onKey(int scancode, boolean down) {
            events.add("key " + Integer.toHexString(scancode) + " " + down);
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
            events.add("button " + button + " " + down);
        }
    }
}
