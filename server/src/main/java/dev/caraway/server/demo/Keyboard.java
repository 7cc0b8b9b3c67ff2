package dev.caraway.server.demo;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/**
 * A keyboard with the US layout: scan codes become keys and characters, as its shift and lock keys stand.
 *
 * <p>Scan codes are PC set 1, with 0x100 for the prefix E0.
 */
final class Keyboard {

    static final int BACKSPACE = 0x0e;
    static final int TAB = 0x0f;
    static final int ENTER = 0x1c;
    static final int F5 = 0x3f;
    static final int HOME = 0x147;
    static final int UP = 0x148;
    static final int LEFT = 0x14b;
    static final int RIGHT = 0x14d;
    static final int END = 0x14f;
    static final int DOWN = 0x150;
    static final int DELETE = 0x153;

    /** The lights. */
    record Locks(boolean scroll, boolean num, boolean caps) {
        static final Locks NONE = new Locks(false, false, false);
    }

    /**
     * A key that was pressed.
     *
     * @param code its scan code; a key of the number pad has the code of the key it stands for
     * @param character what it types, 0 if nothing
     */
    record Keystroke(int code, char character) {}

    private static final int EXTENDED = 0x100;
    private static final int LAST_SCANCODE = EXTENDED + 0x7f;
    private static final int CONTROL = 0x1d;
    private static final int LEFT_SHIFT = 0x2a;
    private static final int RIGHT_SHIFT = 0x36;
    private static final int ALT = 0x38;
    private static final int CAPS_LOCK = 0x3a;
    private static final int NUM_LOCK = 0x45;
    private static final int SCROLL_LOCK = 0x46;
    private static final int PAD_FIRST = 0x47;
    private static final int PAD_LAST = 0x53;

    // The characters of scan codes 0 to 0x39, a space where a key types nothing; 0x39 is the space bar itself.
    private static final String PLAIN = "  1234567890-=  qwertyuiop[]  asdfghjkl;'` \\zxcvbnm,./ *  ";
    private static final String SHIFTED = "  !@#$%^&*()_+  QWERTYUIOP{}  ASDFGHJKL:\"~ |ZXCVBNM<>? *  ";
    private static final int SPACE_BAR = 0x39;
    private static final String PAD = "789-456+1230.";

    private final Set<Integer> held = new HashSet<>();
    private Locks locks = Locks.NONE;

    Locks locks() {
        return locks;
    }

    /** A press or a repetition; the lock keys ignore repetition. */
    Keystroke press(int scancode) {
        boolean fresh = held.add(scancode);
        if (fresh) {
            locks = toggled(scancode);
        }
        if (scancode >= PAD_FIRST && scancode <= PAD_LAST) {
            char typed = PAD.charAt(scancode - PAD_FIRST);
            boolean alwaysTypes = typed == '-' || typed == '+';
            return locks.num || alwaysTypes ? new Keystroke(scancode, typed) : new Keystroke(scancode + EXTENDED, '\0');
        }
        if (scancode == ENTER + EXTENDED) {
            return new Keystroke(ENTER, '\0');
        }
        return new Keystroke(scancode, isHeld(CONTROL) || isHeld(ALT) ? '\0' : character(scancode));
    }

    void release(int scancode) {
        held.remove(scancode);
    }

    void save(StateWriter out) throws IOException {
        out.flag(locks.scroll);
        out.flag(locks.num);
        out.flag(locks.caps);
        out.number(held.size());
        for (int scancode : held) {
            out.number(scancode);
        }
    }

    void load(StateReader in) throws IOException {
        locks = new Locks(in.flag("scroll lock"), in.flag("num lock"), in.flag("caps lock"));
        held.clear();
        int count = in.number("held keys", 0, LAST_SCANCODE + 1);
        for (int i = 0; i < count; i++) {
            held.add(in.number("held key", 0, LAST_SCANCODE));
        }
    }

    private Locks toggled(int scancode) {
        return switch (scancode) {
            case CAPS_LOCK -> new Locks(locks.scroll, locks.num, !locks.caps);
            case NUM_LOCK -> new Locks(locks.scroll, !locks.num, locks.caps);
            case SCROLL_LOCK -> new Locks(!locks.scroll, locks.num, locks.caps);
            default -> locks;
        };
    }

    private char character(int scancode) {
        if (scancode == 0x35 + EXTENDED) {
            return '/';
        }
        if (scancode == SPACE_BAR) {
            return ' ';
        }
        if (scancode < 0 || scancode >= PLAIN.length()) {
            return '\0';
        }
        char plain = PLAIN.charAt(scancode);
        if (plain == ' ') {
            return '\0';
        }
        boolean shift = held.contains(LEFT_SHIFT) || held.contains(RIGHT_SHIFT);
        boolean capital = plain >= 'a' && plain <= 'z' && locks.caps;
        return shift != capital ? SHIFTED.charAt(scancode) : plain;
    }

    private boolean isHeld(int scancode) {
        return held.contains(scancode) || held.contains(scancode + EXTENDED);
    }
}
