package dev.caraway.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class KeysTest {

    /** How an 8042 keyboard controller translates set 2 to set 1, byte by byte. */
    private static final String TRANSLATION = """
            01 43   03 3f   04 3d   05 3b   06 3c   07 58   09 44   0a 42   0b 40   0c 3e   0d 0f
            0e 29   0f 59   11 38   12 2a   13 70   14 1d   15 10   16 02   18 66   1a 2c   1b 1f
            1c 1e   1d 11   1e 03   1f 5b   20 67   21 2e   22 2d   23 20   24 12   25 05   26 04
            27 5c   28 68   29 39   2a 2f   2b 21   2c 14   2d 13   2e 06   2f 5d   30 69   31 31
            32 30   33 23   34 22   35 15   36 07   37 5e   38 6a   3a 32   3b 24   3c 16   3d 08
            3e 09   3f 5f   40 6b   41 33   42 25   43 17   44 18   45 0b   46 0a   48 6c   49 34
            4a 35   4b 26   4c 27   4d 19   4e 0c   50 6d   51 73   52 28   54 1a   55 0d   58 3a
            59 36   5a 1c   5b 1b   5d 2b   5e 63   61 56   62 77   64 79   66 0e   67 7b   69 4f
            6a 7d   6b 4b   6c 47   6d 7e   70 52   71 53   72 50   73 4c   74 4d   75 48   76 01
            77 45   78 57   79 4e   7a 51   7b 4a   7c 37   7d 49   7e 46   83 41
            """;

    @Test
    void everyKeyHasTheScanCodeThatQemusKeyboardSends() throws IOException {
        Map<String, OptionalInt> recorded = recorded("qcode ");
        assertThat(recorded).hasSizeGreaterThan(140);
        recorded.forEach(
                (name, scancode) -> assertThat(Keys.ofName(name)).as(name).isEqualTo(scancode));
    }

    @Test
    void everyNumberIsTheKeyThatQemuTakesItFor() throws IOException {
        Map<String, OptionalInt> recorded = recorded("number ");
        assertThat(recorded).hasSizeGreaterThan(260);
        recorded.forEach((number, scancode) ->
                assertThat(Keys.ofNumber(Long.parseLong(number))).as(number).isEqualTo(scancode));
    }

    @Test
    void noNumberIsTakenForAnotherByItsLowerBits() {
        for (long number : new long[] {0, 256 + 30, 1L << 32 | 30, Long.MIN_VALUE | 30, Long.MAX_VALUE}) {
            assertThat(Keys.ofNumber(number)).as("%d", number).isEmpty();
        }
    }

    private static Map<String, OptionalInt> recorded(String prefix) throws IOException {
        Map<String, OptionalInt> keys = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(KeysTest.class.getResourceAsStream("qemu-7.2-keys.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> line.startsWith(prefix))
                    .forEach(line -> {
                        int colon = line.indexOf(": ");
                        keys.put(line.substring(prefix.length(), colon), scancode(line.substring(colon + 2)));
                    });
        }
        return keys;
    }

    private static OptionalInt scancode(String bytes) {
        if (bytes.equals("-")) {
            return OptionalInt.empty();
        }
        // Pause and Print are several codes, of which GuestInputs has one.
        if (bytes.startsWith("e1")) {
            return OptionalInt.of(0x145);
        }
        if (bytes.equals("e0 12 e0 7c")) {
            return OptionalInt.of(0x137);
        }
        boolean extended = bytes.startsWith("e0 ");
        int code = Objects.requireNonNull(translation().get(extended ? bytes.substring(3) : bytes), bytes);
        return OptionalInt.of(extended ? code | 0x100 : code);
    }

    private static Map<String, Integer> translation() {
        List<String> words = new ArrayList<>(List.of(TRANSLATION.strip().split("\\s+", -1)));
        Map<String, Integer> table = new HashMap<>();
        for (int i = 0; i < words.size(); i += 2) {
            table.put(words.get(i), Integer.parseInt(words.get(i + 1), 16));
        }
        return table;
    }
}
