package dev.caraway.protocol.wire;

/** What a field on the wire can hold; the constructors of records refuse everything else. */
public final class FieldRange {

    private FieldRange() {}

    /**
     * Refuses a value outside 0 to 255.
     *
     * @throws IllegalArgumentException if it is outside
     */
    public static void u8(String field, int value) {
        atMost(field, value, 0xff);
    }

    /**
     * Refuses a value outside 0 to 65535.
     *
     * @throws IllegalArgumentException if it is outside
     */
    public static void u16(String field, int value) {
        atMost(field, value, 0xffff);
    }

    /**
     * Refuses a value outside 0 to 2^32 - 1.
     *
     * @throws IllegalArgumentException if it is outside
     */
    public static void u32(String field, long value) {
        atMost(field, value, 0xffff_ffffL);
    }

    /**
     * Refuses a negative value and one above {@code limit}.
     *
     * @throws IllegalArgumentException if it is outside
     */
    public static void atMost(String field, long value, long limit) {
        if (value < 0 || value > limit) {
            throw new IllegalArgumentException(field + ": expected 0 to " + limit + ", got " + value);
        }
    }
}
