package dev.caraway.migration.data;

import java.nio.charset.StandardCharsets;

/** Four ASCII characters as the 32-bit number that they are on the wire. */
final class Magic {

    private Magic() {}

    static long number(String characters) {
        byte[] ascii = characters.getBytes(StandardCharsets.US_ASCII);
        assert ascii.length == 4 : characters;
        return ascii[0] | ascii[1] << 8 | ascii[2] << 16 | (long) ascii[3] << 24;
    }
}
