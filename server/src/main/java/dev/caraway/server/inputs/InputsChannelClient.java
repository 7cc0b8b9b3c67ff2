package dev.caraway.server.inputs;

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
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.channel.PingMonitor;
import dev.caraway.server.session.LinkedPeer;
import dev.caraway.server.session.Session;
import dev.caraway.server.session.SessionChannel;
import java.util.List;

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
        send(new InputsInit(channel.modifiers()));
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
        announceModifiers();
    }

    /** Before the last messages have left: the guest must not hold keys for a client that reads slowly. */
    @Override
    protected void onClosing() {
        pressed.releaseAll();
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
        if (modifiersDue && opened && outbox().isWritable()) {
            modifiersDue = false;
            send(new KeyModifiers(channel.modifiers()));
        }
    }

    private void countMotion() {
        unacknowledgedMotions++;
        if (unacknowledgedMotions == MOTIONS_PER_ACK) {
            unacknowledgedMotions = 0;
            send(new MouseMotionAck());
        }
    }

    private void position(MousePosition position) {
        List<Head> heads = channel.heads();
        if (heads.isEmpty()) {
            return;
        }
        Head head = heads.get(Math.min(position.displayId(), heads.size() - 1));
        int x = head.x() + (int) Math.min(position.x(), head.width() - 1L);
        int y = head.y() + (int) Math.min(position.y(), head.height() - 1L);
        channel.guest().onPosition(x, y, position.buttonsState() & BUTTONS_MASK);
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
