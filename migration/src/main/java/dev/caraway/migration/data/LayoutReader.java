package dev.caraway.migration.data;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a layout that has a fixed part and, behind it, bytes that the fixed part points to.
 *
 * <p>Every byte is accounted for: what is pointed to lies behind the fixed part without gaps and without overlaps, in
 * any order. So it is known where a layout ends, and nothing can hide in it.
 */
final class LayoutReader {

    private final String name;
    private final Bytes body;
    private final int fixedBytes;
    private final SpiceReader fields;
    private final Map<Integer, Integer> lengthByStart = new TreeMap<>();

    /**
     * Reads the magic and the version.
     *
     * @param magic four ASCII characters
     * @param fixedBytes the size of the fixed part, magic and version included
     */
    LayoutReader(String magic, Bytes body, int fixedBytes) {
        this.name = magic;
        this.body = body;
        this.fixedBytes = fixedBytes;
        this.fields = new SpiceReader(magic, body);
        fields.counted("fixed part", 1, fixedBytes);
        long number = fields.u32("magic");
        if (number != Magic.number(magic)) {
            throw fields.violation("magic", "expected " + Magic.number(magic) + ", got " + number);
        }
        version("version", ChannelData.VERSION);
    }

    /** The fields of the fixed part, after the version. */
    SpiceReader fields() {
        return fields;
    }

    /** Reads a version that must be {@code expected}. */
    void version(String field, int expected) {
        long version = fields.u32(field);
        if (version != expected) {
            throw fields.violation(field, "expected " + expected + ", got " + version);
        }
    }

    /**
     * The {@code length} bytes at {@code start}; when there are none, {@code start} means nothing.
     *
     * @param start an unsigned 32-bit offset from the body's first byte
     */
    Bytes pointee(String field, long start, int length) {
        if (length == 0) {
            return Bytes.EMPTY;
        }
        if (start < fixedBytes || start + length > body.length()) {
            throw fields.violation(
                    field,
                    "expected " + length + " bytes inside " + fixedBytes + ".." + body.length() + ", got offset "
                            + start);
        }
        if (lengthByStart.put((int) start, length) != null) {
            throw fields.violation(field, "expected bytes of its own, got offset " + start + " twice");
        }
        return body.slice((int) start, length);
    }

    /** Where the layout ends, which may be before the body does. */
    int end() {
        int end = fixedBytes;
        for (Map.Entry<Integer, Integer> pointee : lengthByStart.entrySet()) {
            if (pointee.getKey() != end) {
                throw fields.violation(
                        "pointers", "expected bytes from " + end + " on, got offset " + pointee.getKey());
            }
            end += pointee.getValue();
        }
        return end;
    }

    @Override
    public String toString() {
        return name + "[" + body.length() + " bytes]";
    }
}
