package dev.caraway.protocol.wire;

import java.util.HexFormat;
import java.util.stream.Collectors;

/** Bytes as tests write them down: hexadecimal, a field a line, its name after a {@code #}. */
public final class Hex {

    private Hex() {}

    /** The bytes of a text such as {@code 01 00 00 00  # generation}. */
    public static Bytes bytes(String annotated) {
        String digits = annotated
                .lines()
                .map(line -> line.replaceFirst("#.*", "").replaceAll("\\s", ""))
                .collect(Collectors.joining());
        return Bytes.wrap(HexFormat.of().parseHex(digits));
    }
}
