package dev.caraway.server;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.guest.GuestInputs;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * Keeps what is pressed and moved from a guest that stands still. What goes up always reaches it, so that nothing stays
 * pressed that went down before.
 */
final class PausableInputs implements GuestInputs {

    /** So many scan codes, and so many buttons, there are at most. */
    private static final int KEYS = 254;

    private static final int BUTTONS = 7;

    private GuestInputs guest = GuestInputs.IGNORED;
    private final BitSet releasedKeys = new BitSet();
    private final BitSet releasedButtons = new BitSet();
    private boolean isPaused;

    /** From now on this guest is told; before that nobody is. */
    void drive(GuestInputs inputs) {
        guest = inputs;
    }

    void pause(boolean paused) {
        isPaused = paused;
        releasedKeys.clear();
        releasedButtons.clear();
    }

    /** Writes what was let go of since the guest stands still: its state may have been saved before that. */
    void save(SpiceWriter out) {
        out.u16(releasedKeys.cardinality());
        releasedKeys.stream().forEach(out::u16);
        out.u16(releasedButtons.cardinality());
        releasedButtons.stream().forEach(out::u16);
    }

    /**
     * Takes up what another host has written.
     *
     * @throws dev.caraway.protocol.wire.WireException if no host writes this
     */
    void restore(SpiceReader in) {
        take(in, "released.keys", releasedKeys, KEYS, code -> code < 0x180 && (code & 0x80) == 0 && (code & 0x7f) != 0);
        take(in, "released.buttons", releasedButtons, BUTTONS, button -> button >= 1 && button <= BUTTONS);
    }

    private static void take(SpiceReader in, String field, BitSet released, int limit, IntPredicate isKnownToGuests) {
        released.clear();
        int count = in.u16(field);
        if (count > limit) {
            throw in.violation(field, "expected at most " + limit + ", got " + count);
        }
        for (int i = 0; i < count; i++) {
            int code = in.u16(field);
            if (!isKnownToGuests.test(code)) {
                throw in.violation(field, "expected what a guest can be told of, got " + code);
            }
            released.set(code);
        }
    }

    /** The guest is here now, and hears what it missed elsewhere. */
    void letGo() {
        releasedKeys.stream().forEach(scancode -> guest.onKey(scancode, false));
        releasedButtons.stream().forEach(button -> guest.onButton(button, false));
        releasedKeys.clear();
        releasedButtons.clear();
    }

    @Override
    public void onKey(int scancode, boolean down) {
        if (isPaused && !down) {
            releasedKeys.set(scancode);
        }
        if (!isPaused || !down) {
            guest.onKey(scancode, down);
        }
    }

    @Override
    public void onMotion(int dx, int dy, int buttons) {
        if (!isPaused) {
            guest.onMotion(dx, dy, buttons);
        }
    }

    @Override
    public void onPosition(int display, int x, int y, int buttons) {
        if (!isPaused) {
            guest.onPosition(display, x, y, buttons);
        }
    }

    @Override
    public void onButton(int button, boolean down) {
        if (isPaused && !down) {
            releasedButtons.set(button);
        }
        if (!isPaused || !down) {
            guest.onButton(button, down);
        }
    }
}
