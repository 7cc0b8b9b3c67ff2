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

    /** Refuses what no 64-bit type holds. */
    JsonNumber {
        boolean integer = isIntegral(text);
        if (text.length() > MAX_CHARACTERS
                || !Double.isFinite(Double.parseDouble(text))
                || (integer && !fits(new BigInteger(text)))) {
            throw QmpException.syntax("number out of range");
        }
    }

    /** The value, if it is written as an integer and fits 64 bits with a sign. */
    OptionalLong integer() {
        if (!isIntegral(text)) {
            return OptionalLong.empty();
        }
        BigInteger value = new BigInteger(text);
        return value.bitLength() > 63 ? OptionalLong.empty() : OptionalLong.of(value.longValueExact());
    }

    /** The value, if it is written as an integer; a negative one as its 64 bits without a sign. */
    Optional<BigInteger> unsigned() {
        if (!isIntegral(text)) {
            return Optional.empty();
        }
        BigInteger value = new BigInteger(text);
        return Optional.of(value.signum() < 0 ? value.add(BigInteger.ONE.shiftLeft(64)) : value);
    }

    private static boolean isIntegral(String text) {
        return text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    }

    private static boolean fits(BigInteger value) {
        return value.compareTo(MIN_INTEGER) >= 0 && value.compareTo(MAX_INTEGER) <= 0;
    }
}
