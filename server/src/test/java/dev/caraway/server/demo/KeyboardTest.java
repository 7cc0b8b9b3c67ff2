package dev.caraway.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.server.demo.Keyboard.Keystroke;
import dev.caraway.server.demo.Keyboard.Locks;
import org.junit.jupiter.api.Test;

class KeyboardTest {

    private final Keyboard keyboard = new Keyboard();

    @Test
    void everyKeyOfTheMainBlockTypesItsUsCharacter() {
        assertThat(typed(0x02, 0x0d)).isEqualTo("1234567890-=");
        assertThat(typed(0x10, 0x1b)).isEqualTo("qwertyuiop[]");
        assertThat(typed(0x1e, 0x29)).isEqualTo("asdfghjkl;'`");
        assertThat(typed(0x2b, 0x35)).isEqualTo("\\zxcvbnm,./");
        assertThat(typed(0x39, 0x39)).isEqualTo(" ");
    }

    @Test
    void shiftChangesEveryKeyOfTheMainBlock() {
        keyboard.press(0x36);
        assertThat(typed(0x02, 0x0d)).isEqualTo("!@#$%^&*()_+");
        assertThat(typed(0x10, 0x1b)).isEqualTo("QWERTYUIOP{}");
        assertThat(typed(0x1e, 0x29)).isEqualTo("ASDFGHJKL:\"~");
        assertThat(typed(0x2b, 0x35)).isEqualTo("|ZXCVBNM<>?");
    }

    @Test
    void capsLockChangesLettersOnlyAndShiftTurnsItRound() {
        tap(0x3a);
        assertThat(typed(0x02, 0x02) + typed(0x1e, 0x1e)).isEqualTo("1A");
        keyboard.press(0x2a);
        assertThat(typed(0x02, 0x02) + typed(0x1e, 0x1e)).isEqualTo("!a");
    }

    @Test
    void heldLockKeyTogglesOnce() {
        keyboard.press(0x3a);
        keyboard.press(0x3a);
        assertThat(keyboard.locks()).isEqualTo(new Locks(false, false, true));
        keyboard.release(0x3a);
        tap(0x3a);
        assertThat(keyboard.locks()).isEqualTo(Locks.NONE);
    }

    @Test
    void numberPadIsDigitsOrArrows() {
        assertThat(keyboard.press(0x4b)).isEqualTo(new Keystroke(Keyboard.LEFT, '\0'));
        assertThat(keyboard.press(0x4e).character()).isEqualTo('+');
        tap(0x45);
        assertThat(keyboard.press(0x4b).character()).isEqualTo('4');
    }

    @Test
    void controlAndAltTypeNothing() {
        keyboard.press(0x11d);
        assertThat(keyboard.press(0x1e).character()).isEqualTo('\0');
        keyboard.release(0x11d);
        keyboard.press(0x38);
        assertThat(keyboard.press(0x1e).character()).isEqualTo('\0');
    }

    @Test
    void unknownScanCodesTypeNothing() {
        for (int scancode : new int[] {-1, 0, 1, 0x58, 0x7f, 0x100, 0x12a, 0x1ff, Integer.MAX_VALUE}) {
            assertThat(keyboard.press(scancode).character()).isEqualTo('\0');
        }
    }

    private String typed(int first, int last) {
        StringBuilder text = new StringBuilder();
        for (int scancode = first; scancode <= last; scancode++) {
            text.append(keyboard.press(scancode).character());
            keyboard.release(scancode);
        }
        return text.toString();
    }

    private void tap(int scancode) {
        keyboard.press(scancode);
        keyboard.release(scancode);
    }
}
