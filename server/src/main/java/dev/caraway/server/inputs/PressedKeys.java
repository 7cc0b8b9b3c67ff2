package dev.caraway.server.inputs;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.guest.GuestInputs;
import java.util.BitSet;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client holds down: keys and buttons. When the client goes, the guest must not be left with them.
 *
 * <p>Scan codes are those of {@link GuestInputs#onKey}: 1 to 127, and 0x100 more behind E0.
 */
final class PressedKeys {

    private static final Logger LOG = LoggerFactory.getLogger(PressedKeys.class);

    /** The prefix of keys that the first PC keyboards did not have. */
    private static final int PREFIX = 0xe0;

    /** Pause alone begins with this byte, and five more follow. */
    private static final int PAUSE_PREFIX = 0xe1;

    private static final int PAUSE_SCANCODE = 0x145;
    private static final int RELEASED = 0x80;
    private static final int EXTENDED = 0x100;
    private static final int BUTTONS = 7;
    private static final int KEY_MASK = 0x7f;
    private static final int SCANCODES = 2 * KEY_MASK;

    /** The bytes of Pause behind its prefix. */
    private static final int PAUSE_BYTES = 2;

    private final GuestInputs guest;
    private final IntConsumer onKeyDown;
    private final BitSet keys = new BitSet();
    private final BitSet buttons = new BitSet();
    private boolean prefixed;
    private int pauseBytesLeft;
    private boolean pauseReleased;

    /** @param onKeyDown told the scan code of each key that goes down, before the guest is */
    PressedKeys(GuestInputs guest, IntConsumer onKeyDown) {
        this.guest = guest;
        this.onKeyDown = onKeyDown;
    }

    /**
     * The bytes of a KEY_DOWN or KEY_UP, the first in the lowest byte, zeros behind the last.
     *
     * @return how many keys went down or up, 0 to 4
     */
    int onCode(int code) {
        int events = 0;
        for (int rest = code; rest != 0; rest >>>= 8) {
            events += onByte(rest & 0xff);
        }
        return events;
    }

    /**
     * One byte as a PC keyboard sends it, scan code set 1.
     *
     * @return 1 if it was the last one of a key, which went down or up, otherwise 0
     */
    int onByte(int value) {
        if (pauseBytesLeft > 0) {
            return onPauseByte(value);
        }
        if (value == PAUSE_PREFIX) {
            pauseBytesLeft = PAUSE_BYTES;
        } else if (value == PREFIX) {
            prefixed = true;
        } else {
            int scancode = (value & ~RELEASED) | (prefixed ? EXTENDED : 0);
            prefixed = false;
            if ((scancode & ~EXTENDED) != 0) {
                key(scancode, (value & RELEASED) == 0);
                return 1;
            }
        }
        return 0;
    }

    /** E1 1D 45 is Pause going down, E1 9D C5 is Pause going up. */
    private int onPauseByte(int value) {
        pauseReleased = (value & RELEASED) != 0;
        pauseBytesLeft--;
        if (pauseBytesLeft > 0) {
            return 0;
        }
        key(PAUSE_SCANCODE, !pauseReleased);
        return 1;
    }

    /** Writes what is held, and what has come of a key that is not complete. */
    void save(SpiceWriter out) {
        out.u16(keys.cardinality());
        keys.stream().forEach(out::u16);
        out.u8(heldButtons());
        out.bool8(prefixed);
        out.u8(pauseBytesLeft);
        out.bool8(pauseReleased);
    }

    /** Holds what {@link #save} has written; the guest, which holds it too, is told nothing. */
    void restore(SpiceReader in) {
        int count = in.u16("pressed.keys");
        if (count > SCANCODES) {
            throw in.violation("pressed.keys", "expected at most " + SCANCODES + ", got " + count);
        }
        for (int i = 0; i < count; i++) {
            keys.set(scancode(in));
        }
        int held = in.u8("pressed.buttons");
        for (int button = 1; button <= BUTTONS; button++) {
            buttons.set(button, (held & 1 << (button - 1)) != 0);
        }
        prefixed = in.bool8("pressed.is_prefixed");
        pauseBytesLeft = in.u8("pressed.pause_bytes_left");
        if (pauseBytesLeft > PAUSE_BYTES) {
            throw in.violation(
                    "pressed.pause_bytes_left", "expected at most " + PAUSE_BYTES + ", got " + pauseBytesLeft);
        }
        pauseReleased = in.bool8("pressed.is_pause_released");
    }

    /** A scan code of {@link GuestInputs#onKey}. */
    static int scancode(SpiceReader in) {
        int scancode = in.u16("scancode");
        if ((scancode & ~(EXTENDED | KEY_MASK)) != 0 || (scancode & KEY_MASK) == 0) {
            throw in.violation("scancode", "expected 1 to 127, or 256 more, got " + scancode);
        }
        return scancode;
    }

    /** Forgets what is held without letting go of it: it is held elsewhere now. */
    void forget() {
        keys.clear();
        buttons.clear();
    }

    void button(int button, boolean down) {
        if (button >= 1 && button <= BUTTONS) {
            buttons.set(button, down);
            guest.onButton(button, down);
        }
    }

    /** Lets go of everything; a guest that fails at one key is told of the others all the same. */
    void releaseAll() {
        int[] heldKeys = keys.stream().toArray();
        int[] heldButtons = buttons.stream().toArray();
        keys.clear();
        buttons.clear();
        IntStream.of(heldKeys).forEach(scancode -> release(() -> guest.onKey(scancode, false)));
        IntStream.of(heldButtons).forEach(button -> release(() -> guest.onButton(button, false)));
    }

    private static void release(Runnable release) {
        try {
            release.run();
        } catch (RuntimeException | Error e) {
            LOG.error("inputs The guest failed when a key was released", e);
        }
    }

    /** The buttons held: bit 0 is button 1. */
    int heldButtons() {
        return buttons.stream().map(button -> 1 << (button - 1)).sum();
    }

    /** A key by its scan code. */
    void key(int scancode, boolean down) {
        keys.set(scancode, down);
        if (down) {
            onKeyDown.accept(scancode);
        }
        guest.onKey(scancode, down);
    }
}
