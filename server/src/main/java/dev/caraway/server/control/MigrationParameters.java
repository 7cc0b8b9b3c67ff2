package dev.caraway.server.control;

import static dev.caraway.server.control.Argument.optional;
import static dev.caraway.server.control.Argument.required;
import static dev.caraway.server.control.ValueType.BOOLEAN;
import static dev.caraway.server.control.ValueType.STRING;
import static dev.caraway.server.control.ValueType.TEXT_OR_NULL;
import static dev.caraway.server.control.ValueType.listOf;
import static dev.caraway.server.control.ValueType.oneOf;
import static dev.caraway.server.control.ValueType.structure;

import dev.caraway.server.control.ValueType.Structure;
import dev.caraway.server.control.ValueType.Unsigned;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of moves, by QEMU's names, in its order and within its ranges. Few do something,
 * {@link #MAX_BANDWIDTH}, {@link #DOWNTIME_LIMIT} and those of TLS; the others are about what is not moved here.
 */
final class MigrationParameters {

    static final String MAX_BANDWIDTH = "max-bandwidth";
    static final String DOWNTIME_LIMIT = "downtime-limit";

    static final String TLS_CREDENTIALS = "tls-creds";
    static final String TLS_HOSTNAME = "tls-hostname";
    static final String TLS_AUTHORIZATION = "tls-authz";

    private static final String THROTTLE_INITIAL = "cpu-throttle-initial";
    private static final String MAX_THROTTLE = "max-cpu-throttle";
    private static final String CACHE_SIZE = "xbzrle-cache-size";

    private static final Unsigned BYTE = new Unsigned("uint8_t", 8);
    private static final Unsigned WORD = new Unsigned("uint32_t", 32);
    private static final Unsigned LONG = new Unsigned("uint64", 64);
    private static final long PAGE_BYTES = 4096;

    /**
     * A parameter.
     *
     * @param initial what it is until somebody says otherwise; empty if it is not told then
     * @param min the least that it may be; with the greatest and how an error names both
     */
    private record Row(
            String name,
            ValueType type,
            Optional<Object> initial,
            long min,
            long max,
            @Nullable String range) {

        static Row any(String name, ValueType type, Object initial) {
            return new Row(name, type, Optional.of(initial), 0, Long.MAX_VALUE, null);
        }

        static Row value(String name, Unsigned type, long initial, long min, long max) {
            return new Row(name, type, number(initial), min, max, "a value between %d and %d");
        }

        static Row integer(String name, Unsigned type, long initial, long min, long max) {
            return new Row(name, type, number(initial), min, max, "an integer in the range of %d to %d");
        }

        private static Optional<Object> number(long number) {
            return Optional.of(new JsonNumber(Long.toString(number)));
        }
    }

    private static final ValueType BITMAPS = listOf(structure(
            required("node-name", STRING),
            required("alias", STRING),
            required(
                    "bitmaps",
                    listOf(structure(
                            required("name", STRING),
                            required("alias", STRING),
                            optional("transform", structure(optional("persistent", BOOLEAN))))))));

    private static final List<Row> ROWS = List.of(
            Row.value("announce-initial", LONG, 50, 0, 100_000),
            Row.value("announce-max", LONG, 550, 0, 100_000),
            Row.value("announce-rounds", LONG, 5, 0, 1000),
            // QEMU says 0 and takes 1.
            new Row("announce-step", LONG, Row.number(100), 1, 10_000, "a value between 0 and 10000"),
            Row.value("compress-level", BYTE, 1, 0, 9),
            Row.value("compress-threads", BYTE, 8, 1, 255),
            Row.any("compress-wait-thread", BOOLEAN, true),
            Row.value("decompress-threads", BYTE, 2, 1, 255),
            Row.integer("throttle-trigger-threshold", BYTE, 50, 1, 100),
            Row.integer(THROTTLE_INITIAL, BYTE, 20, 1, 99),
            Row.integer("cpu-throttle-increment", BYTE, 10, 1, 99),
            Row.any("cpu-throttle-tailslow", BOOLEAN, false),
            Row.any(TLS_CREDENTIALS, TEXT_OR_NULL, ""),
            Row.any(TLS_HOSTNAME, TEXT_OR_NULL, ""),
            Row.any(TLS_AUTHORIZATION, TEXT_OR_NULL, ""),
            Row.any(MAX_BANDWIDTH, LONG, new JsonNumber("0")),
            new Row(
                    DOWNTIME_LIMIT,
                    LONG,
                    Row.number(300),
                    0,
                    2_000_000,
                    "an integer in the range of 0 to (2000 * 1000) ms"),
            Row.any("x-checkpoint-delay", WORD, new JsonNumber("20000")),
            Row.any("block-incremental", BOOLEAN, false),
            Row.value("multifd-channels", BYTE, 2, 1, 255),
            Row.any(CACHE_SIZE, LONG, new JsonNumber("67108864")),
            Row.any("max-postcopy-bandwidth", LONG, new JsonNumber("0")),
            Row.any(MAX_THROTTLE, BYTE, new JsonNumber("99")),
            Row.any("multifd-compression", oneOf("none", "zlib", "zstd"), "none"),
            Row.any("multifd-zlib-level", BYTE, new JsonNumber("1")),
            Row.any("multifd-zstd-level", BYTE, new JsonNumber("1")),
            new Row("block-bitmap-mapping", BITMAPS, Optional.empty(), 0, 0, null));

    /** What can be set. */
    static final Structure SETTINGS =
            structure(ROWS.stream().map(row -> optional(row.name, row.type)).toArray(Argument[]::new));

    /** What is told. */
    static final Structure STATE = structure(
            ROWS.stream().map(row -> optional(row.name, told(row.type))).toArray(Argument[]::new));

    private MigrationParameters() {}

    /** What all of them are until somebody says otherwise. */
    static Map<String, Object> initial() {
        Map<String, Object> values = Json.object();
        ROWS.forEach(row -> row.initial.ifPresent(value -> values.put(row.name, value)));
        return values;
    }

    /**
     * Those among the arguments, as they are told later; refuses one that is out of its range.
     *
     * @param current what they are now, since one limits another
     */
    static Map<String, Object> changed(Arguments arguments, Map<String, Object> current) {
        Map<String, Object> next = Json.object();
        next.putAll(current);
        Map<String, Object> changed = Json.object();
        for (Row row : ROWS) {
            arguments.value(row.name).ifPresent(value -> changed.put(row.name, plain(value)));
        }
        next.putAll(changed);
        ROWS.stream()
                .filter(row -> changed.containsKey(row.name))
                // Of several faults the same one is told: QEMU looks at these last.
                .sorted(Comparator.comparing(row -> row.name.startsWith("announce-")))
                .forEach(row -> check(row, next));
        return changed;
    }

    /** A number among {@code values}, at most {@link Long#MAX_VALUE}. */
    static long number(Map<String, Object> values, String name) {
        return unsigned(values, name).min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
    }

    /** A text among {@code values}, {@code ""} for none. */
    static String text(Map<String, Object> values, String name) {
        return (String) values.getOrDefault(name, "");
    }

    private static BigInteger unsigned(Map<String, Object> values, String name) {
        if (values.get(name) instanceof JsonNumber number) {
            return number.unsigned().orElseThrow();
        }
        throw new AssertionError(name + ": expected to be a number");
    }

    private static Object plain(Object value) {
        if (value == Json.NULL) {
            return "";
        }
        return value instanceof JsonNumber number
                ? new JsonNumber(number.unsigned().orElseThrow().toString())
                : value;
    }

    private static void check(Row row, Map<String, Object> values) {
        String range = row.range;
        if (range != null && !isWithin(unsigned(values, row.name), row.min, row.max)) {
            throw refused(row.name, String.format(Locale.ROOT, range, row.min, row.max));
        }
        if (row.name.equals(MAX_THROTTLE)
                && !isWithin(unsigned(values, row.name), number(values, THROTTLE_INITIAL), 99)) {
            throw refused(row.name, "an integer in the range of cpu_throttle_initial to 99");
        }
        if (row.name.equals(CACHE_SIZE) && !isCacheSize(unsigned(values, row.name))) {
            throw refused(row.name, "a power of two no less than the target page size");
        }
    }

    private static boolean isWithin(BigInteger value, long min, long max) {
        return value.compareTo(BigInteger.valueOf(min)) >= 0 && value.compareTo(BigInteger.valueOf(max)) <= 0;
    }

    private static boolean isCacheSize(BigInteger bytes) {
        return bytes.bitCount() == 1 && bytes.compareTo(BigInteger.valueOf(PAGE_BYTES)) >= 0;
    }

    /** QEMU writes the names of parameters that are out of range with underscores. */
    private static QmpException refused(String name, String expected) {
        return QmpException.generic("Parameter '" + name.replace('-', '_') + "' expects " + expected);
    }

    private static ValueType told(ValueType type) {
        return type == TEXT_OR_NULL ? STRING : type;
    }
}
