package dev.caraway.server.control;

import static dev.caraway.server.control.Argument.required;
import static dev.caraway.server.control.ValueType.INTEGER;
import static dev.caraway.server.control.ValueType.oneOf;
import static dev.caraway.server.control.ValueType.structure;

import dev.caraway.server.control.ValueType.Structure;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Keys as QEMU names and numbers them, and their scan codes of PC set 1 with 0x100 for the prefix E0.
 *
 * <p>The codes are what the PS/2 keyboard of QEMU 7.2 sends for each name; keys with a dash have none there and do
 * nothing here either.
 */
final class Keys {

    private static final String TABLE = """
            unmapped -   shift 2a   shift_r 36   alt 38   alt_r 138   ctrl 1d   ctrl_r 11d   menu -   esc 1
            1 2   2 3   3 4   4 5   5 6   6 7   7 8   8 9   9 a   0 b   minus c   equal d   backspace e
            tab f   q 10   w 11   e 12   r 13   t 14   y 15   u 16   i 17   o 18   p 19   bracket_left 1a
            bracket_right 1b   ret 1c   a 1e   s 1f   d 20   f 21   g 22   h 23   j 24   k 25   l 26
            semicolon 27   apostrophe 28   grave_accent 29   backslash 2b   z 2c   x 2d   c 2e   v 2f   b 30
            n 31   m 32   comma 33   dot 34   slash 35   asterisk 37   spc 39   caps_lock 3a   f1 3b   f2 3c
            f3 3d   f4 3e   f5 3f   f6 40   f7 41   f8 42   f9 43   f10 44   num_lock 45   scroll_lock 46
            kp_divide 135   kp_multiply 37   kp_subtract 4a   kp_add 4e   kp_enter 11c   kp_decimal 53
            sysrq 137   kp_0 52   kp_1 4f   kp_2 50   kp_3 51   kp_4 4b   kp_5 4c   kp_6 4d   kp_7 47
            kp_8 48   kp_9 49   less 56   f11 57   f12 58   print 137   home 147   pgup 149   pgdn 151
            end 14f   left 14b   up 148   down 150   right 14d   insert 152   delete 153   stop 168
            again -   props -   undo -   front -   copy -   open -   paste -   find -   cut -   lf -
            help -   meta_l 15b   meta_r 15c   compose 15d   pause 145   ro 73   hiragana 77   henkan 79
            yen 7d   muhenkan 7b   katakanahiragana 70   kp_comma 7e   kp_equals 59   power 15e   sleep 15f
            wake 163   audionext 119   audioprev 110   audiostop 124   audioplay 122   audiomute 120
            volumeup 130   volumedown 12e   mediaselect 16d   mail 16c   calculator 121   computer 16b
            ac_home 132   ac_back 16a   ac_forward 169   ac_refresh 167   ac_bookmarks 166   lang1 -
            lang2 -
            """;

    private static final Map<String, Integer> BY_NAME = read();
    private static final Set<Integer> SCANCODES = new HashSet<>(BY_NAME.values());

    /** A key by its name or by its number, as {@code send-key} and {@code input-send-event} take it. */
    static final Structure TYPE = type();

    private static final int NONE = 0;
    private static final int EXTENDED = 0x100;

    /** The numbers that are not a scan code with bit 7 for E0: Alt+Print's own code, and Pause. */
    private static final int SYSRQ_NUMBER = 0x54;

    private static final int PRINT = 0x137;
    private static final int PAUSE = 0x145;
    private static final int PAUSE_NUMBER = 0xc6;

    private Keys() {}

    /** The scan code of a key that has the form {@link #TYPE}; empty if it is one that does nothing. */
    static OptionalInt scancode(Arguments key) {
        return key.text("type").equals("number")
                ? ofNumber(key.integer("data").orElse(NONE))
                : ofName(key.text("data"));
    }

    static OptionalInt ofName(String name) {
        int scancode = BY_NAME.getOrDefault(name, NONE);
        return scancode == NONE ? OptionalInt.empty() : OptionalInt.of(scancode);
    }

    static OptionalInt ofNumber(long number) {
        if (number == SYSRQ_NUMBER) {
            return OptionalInt.of(PRINT);
        }
        if (number == PAUSE_NUMBER) {
            return OptionalInt.of(PAUSE);
        }
        if (number < 1 || number > 0xff) {
            return OptionalInt.empty();
        }
        int scancode = ((int) number & 0x7f) | ((number & 0x80) != 0 ? EXTENDED : 0);
        return SCANCODES.contains(scancode) && scancode != PAUSE ? OptionalInt.of(scancode) : OptionalInt.empty();
    }

    private static Structure type() {
        Map<String, Structure> forms = new LinkedHashMap<>();
        forms.put("number", structure(required("data", INTEGER)));
        forms.put("qcode", structure(required("data", oneOf(BY_NAME.keySet().toArray(String[]::new)))));
        return structure(required("type", oneOf("number", "qcode"))).with("type", forms);
    }

    private static Map<String, Integer> read() {
        Map<String, Integer> table = new LinkedHashMap<>();
        String[] words = TABLE.strip().split("\\s+", -1);
        for (int i = 0; i < words.length; i += 2) {
            table.put(words[i], words[i + 1].equals("-") ? NONE : Integer.parseInt(words[i + 1], 16));
        }
        return table;
    }
}
