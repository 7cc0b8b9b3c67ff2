package dev.caraway.server.inputs;

import dev.caraway.migration.data.ChannelData;
import dev.caraway.migration.data.InputsData;
import dev.caraway.protocol.Limits;
import dev.caraway.protocol.display.Head;
import dev.caraway.protocol.inputs.ClientKeyModifiers;
import dev.caraway.protocol.inputs.InputsClientMessage;
import dev.caraway.protocol.inputs.InputsClientOpcode;
import dev.caraway.protocol.inputs.InputsInit;
import dev.caraway.protocol.inputs.KeyDown;
import dev.caraway.protocol.inputs.KeyModifiers;
import dev.caraway.protocol.inputs.KeyScancode;
import dev.caraway.protocol.inputs.KeyUp;
import dev.caraway.protocol.inputs.MouseMotion;
import dev.caraway.protocol.inputs.MouseMotionAck;
import dev.caraway.protocol.inputs.MousePosition;
import dev.caraway.protocol.inputs.MousePress;
import dev.caraway.protocol.inputs.MouseRelease;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.channel.PingMonitor;
import dev.caraway.server.session.LinkedPeer;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionChannel;
import java.util.List;
import java.util.Optional;

/** The inputs channel's half for one client: what it presses and moves reaches the guest. */
public final class InputsChannelClient extends SessionChannel {

    /** The client sends at most twice as many motions as are acknowledged (inputs-channel-client.cpp). */
    private static final int MOTIONS_PER_ACK = 4;

    /** Buttons 1 to 7. */
    private static final int BUTTONS_MASK = 0x7f;

    private final InputsChannel channel;
    private final Loop loop;
    private final PressedKeys pressed;
    private final LockKeySync lockKeys = new LockKeySync();
    private final EventBudget budget;
    private final InputsClientMessage.Handler ownMessages = new OwnMessages();
    private int unacknowledgedMotions;
    private int keyEvents;
    private boolean opened;
    private boolean modifiersDue;
    private int toldModifiers;
    private boolean isStopped;
    private boolean isSaved;

    InputsChannelClient(InputsChannel channel, Session session, LinkedPeer peer, Outbox outbox, Loop loop) {
        super(session, peer, outbox, loop, PingMonitor.QUIET_INTERVAL_MILLIS);
        this.channel = channel;
        this.loop = loop;
        this.pressed = new PressedKeys(channel.guest(), scancode -> lockKeys.onKeyDown(scancode, loop.nanoTime()));
        this.budget = new EventBudget(loop.nanoTime());
    }

    @Override
    protected void onOpened() {
        opened = true;
        modifiersDue = false;
        toldModifiers = channel.modifiers();
        send(new InputsInit(toldModifiers));
    }

    @Override
    protected int ownBodyLimit(int opcode) {
        return InputsClientOpcode.maxBodyBytes(opcode);
    }

    @Override
    protected InputsClientMessage decodeOwn(int opcode, Bytes body) {
        return InputsClientOpcode.decode(opcode, body);
    }

    @Override
    protected void onOwnMessage(int opcode, Bytes body) {
        keyEvents = 0;
        decodeOwn(opcode, body).deliverTo(ownMessages);
        // One message of scan codes presses many keys; one that does nothing is not free either.
        if (!budget.spend(Math.max(1, keyEvents), loop.nanoTime())) {
            outbox().pauseReading();
            loop.schedule(budget.pauseMillis(), outbox()::resumeReading);
        }
    }

    @Override
    public void onWritable() {
        acknowledgeMotions();
        announceModifiers();
    }

    @Override
    public void stopSending() {
        isStopped = true;
    }

    @Override
    public void releaseInput() {
        pressed.releaseAll();
    }

    @Override
    public void resumeSending() {
        isStopped = false;
        isSaved = false;
        acknowledgeMotions();
        announceModifiers();
    }

    @Override
    public void saveState(SpiceWriter out) {
        isSaved = true;
        pressed.save(out);
        lockKeys.save(out, loop.nanoTime());
        out.u8(unacknowledgedMotions);
        out.u8(toldModifiers);
    }

    /** Without INPUTS_INIT; and lights that the client knows are not told again, as that toggles the guest's locks. */
    @Override
    public void restoreState(SpiceReader in) {
        pressed.restore(in);
        lockKeys.restore(in, loop.nanoTime());
        unacknowledgedMotions = in.u8("inputs.unacknowledged_motions");
        if (unacknowledgedMotions > Limits.UNACKED_MOTIONS) {
            throw in.violation(
                    "inputs.unacknowledged_motions",
                    "expected at most " + Limits.UNACKED_MOTIONS + ", got " + unacknowledgedMotions);
        }
        toldModifiers = InputsChannel.lights(in);
        opened = true;
        modifiersDue = toldModifiers != channel.modifiers();
        resumeSending();
    }

    /** What motions the client counts is not known: it is given one bunch, lest it waits for ever. */
    @Override
    public void startAfresh() {
        opened = true;
        send(new MouseMotionAck());
        onModifiers();
    }

    @Override
    public Optional<ChannelData> migrateData() {
        return Optional.of(new InputsData(unacknowledgedMotions));
    }

    /**
     * Before the last messages have left: the guest must not hold keys for a client that reads slowly. They are another
     * host's to let go of only if that has been told of them.
     */
    @Override
    protected void onClosing() {
        if (handover().isHandedOver() && isSaved) {
            channel.leaveBehind(pressed);
        } else {
            pressed.releaseAll();
        }
    }

    @Override
    protected void onGone() {
        channel.onClientGone(this);
    }

    void onModifiers() {
        modifiersDue = true;
        announceModifiers();
    }

    /** A client that does not read is told the newest lights alone, once it does. */
    private void announceModifiers() {
        if (modifiersDue && opened && !isStopped && isGateOpen() && outbox().isWritable()) {
            modifiersDue = false;
            toldModifiers = channel.modifiers();
            send(new KeyModifiers(toldModifiers));
        }
    }

    private void countMotion() {
        // While nothing may be sent a client runs out of motions; one that sends more anyway is not counted.
        unacknowledgedMotions = Math.min(unacknowledgedMotions + 1, Limits.UNACKED_MOTIONS);
        acknowledgeMotions();
    }

    private void acknowledgeMotions() {
        while (unacknowledgedMotions >= MOTIONS_PER_ACK && !isStopped && isGateOpen()) {
            unacknowledgedMotions -= MOTIONS_PER_ACK;
            send(new MouseMotionAck());
        }
    }

    /** The id that a client names is that of a head of the only display, or of one of several display channels. */
    private void position(MousePosition position) {
        int display = Math.min(position.displayId(), channel.displays() - 1);
        List<Head> heads = channel.heads(display);
        if (heads.isEmpty()) {
            return;
        }
        Head head = heads.get(Math.min(position.displayId(), heads.size() - 1));
        int x = head.x() + (int) Math.min(position.x(), head.width() - 1L);
        int y = head.y() + (int) Math.min(position.y(), head.height() - 1L);
        channel.guest().onPosition(display, x, y, position.buttonsState() & BUTTONS_MASK);
    }

    private final class OwnMessages implements InputsClientMessage.Handler {

        @Override
        public void onKeyDown(KeyDown message) {
            keyEvents += pressed.onCode(message.code());
        }

        @Override
        public void onKeyUp(KeyUp message) {
            keyEvents += pressed.onCode(message.code());
        }

        @Override
        public void onKeyModifiers(ClientKeyModifiers message) {
            if (channel.hasLights()) {
                lockKeys.follow(message.modifiers(), channel.modifiers(), loop.nanoTime(), scancode -> {
                    channel.guest().onKey(scancode, true);
                    channel.guest().onKey(scancode, false);
                });
            }
        }

        @Override
        public void onKeyScancode(KeyScancode message) {
            for (int i = 0; i < message.scancodes().length(); i++) {
                keyEvents += pressed.onByte(message.scancodes().at(i) & 0xff);
            }
        }

        @Override
        public void onMouseMotion(MouseMotion message) {
            countMotion();
            if (!channel.isClientMouse()) {
                channel.guest().onMotion(message.dx(), message.dy(), message.buttonsState() & BUTTONS_MASK);
            }
        }

        @Override
        public void onMousePosition(MousePosition message) {
            countMotion();
            if (channel.isClientMouse()) {
                position(message);
            }
        }

        @Override
        public void onMousePress(MousePress message) {
            pressed.button(message.button(), true);
        }

        @Override
        public void onMouseRelease(MouseRelease message) {
            pressed.button(message.button(), false);
        }
    }
}
