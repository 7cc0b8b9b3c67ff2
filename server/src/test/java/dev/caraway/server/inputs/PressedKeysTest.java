package dev.caraway.server.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.server.guest.GuestInputs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PressedKeysTest {

    private final List<String> events = new ArrayList<>();
    private final PressedKeys pressed = new PressedKeys(
            new GuestInputs() {
                @Override
                public void onKey(int scancode, boolean down) {
                    events.add(Integer.toHexString(scancode) + (down ? " down" : " up"));
                }

                @Override
                public void onButton(int button, boolean down) {
                    events.add("button " + button + (down ? " down" : " up"));
                }
            },
            scancode -> {});

    @Test
    void plainAndExtendedKeys() {
        pressed.onCode(0x1e);
        pressed.onCode(0x9e);
        pressed.onCode(0x4be0);
        pressed.onCode(0xcbe0);
        assertThat(events).containsExactly("1e down", "1e up", "14b down", "14b up");
    }

    @Test
    void bytesOfAScanCodeMayComeOneByOne() {
        pressed.onByte(0xe0);
        pressed.onByte(0x4b);
        pressed.onByte(0x1e);
        assertThat(events).containsExactly("14b down", "1e down");
    }

    @Test
    void pauseIsOneKey() {
        pressed.onCode(0x451de1);
        pressed.onCode(0xc59de1);
        assertThat(events).containsExactly("145 down", "145 up");
    }

    @Test
    void prefixAloneIsNoKey() {
        pressed.onCode(0xe0);
        assertThat(events).isEmpty();
    }

    @Test
    void whoGoesLetsGoOfEverything() {
        pressed.onCode(0x1e);
        pressed.onCode(0x2a);
        pressed.onCode(0xaa);
        pressed.button(1, true);
        pressed.button(9, true);
        events.clear();
        pressed.releaseAll();
        assertThat(events).containsExactly("1e up", "button 1 up");
        pressed.releaseAll();
        assertThat(events).hasSize(2);
    }
}
