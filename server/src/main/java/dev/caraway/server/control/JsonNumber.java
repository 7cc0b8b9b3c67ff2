package dev.caraway.server.control;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;

/** A number as it was written, so that an id goes back exactly as it came. */
record JsonNumber(String text) {

    /** The largest integer that QEMU's readers tell from a floating point number. */
    private static final BigInteger MAX_INTEGER = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private static final BigInteger MIN_INTEGER = BigInteger.valueOf(Long.MIN_VALUE);

    /** Longer ones have more digits than any type holds, and reading them would cost time. */
    private static final int MAX_CHARACTERS = 64;

    /** Refuses what no double holds either. */
    JsonNumber {
        if (text.length() > MAX_CHARACTERS || !Double.isFinite(Double.parseDouble(text))) {
            throw QmpException.syntax("number out of range");
        }
    }

    /** The value, if it is written as an integer and fits 64 bits with a sign. */
    OptionalLong integer() {
        return value().filter(value -> value.bitLength() < Long.SIZE)
                .map(value -> OptionalLong.of(value.longValueExact()))
                .orElse(OptionalLong.empty());
    }

    /** The value, if it is written as an integer; a negative one as its 64 bits without a sign. */
    Optional<BigInteger> unsigned() {
        return value().map(value -> value.signum() < 0 ? value.add(BigInteger.ONE.shiftLeft(Long.SIZE)) : value);
    }

    /** What is written as an integer; one beyond 64 bits is a floating point number, as QEMU has it. */
    private Optional<BigInteger> value() {
        if (!text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))) {
            return Optional.empty();
        }
        return Optional.of(new BigInteger(text))
                .filter(value -> value.compareTo(MIN_INTEGER) >= 0 && value.compareTo(MAX_INTEGER) <= 0);
    }
}
