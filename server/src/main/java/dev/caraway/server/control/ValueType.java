package dev.caraway.server.control;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a value may be: of an argument, of a return value or of an event's data. What is declared here is checked, and
 * is what {@code query-qmp-schema} tells.
 */
sealed interface ValueType {

    /** Any text. */
    ValueType STRING = new Basic("str", "string", "string");

    /** A whole number of 64 bits with a sign. */
    ValueType INTEGER = new Basic("int", "int", "integer");

    ValueType BOOLEAN = new Basic("bool", "boolean", "boolean");

    /** A number that need not be whole. */
    ValueType NUMBER = new Basic("number", "number", "number");

    /** Text, or null for none. */
    ValueType TEXT_OR_NULL = new Alternate("StrOrNull", List.of(STRING, new Basic("null", "null", "null")));

    /** Any value at all. */
    ValueType ANY = new Basic("any", "value", "any");

    /** An object without members: what a command takes or returns that has nothing to tell. */
    Structure NOTHING = structure();

    /**
     * A type that is given by its name.
     *
     * @param name QEMU's name
     * @param json how it is written, in the schema's words
     * @param expected how errors name it
     */
    record Basic(String name, String json, String expected) implements ValueType {

        @Override
        public void check(String path, Object value) {
            boolean fits = switch (json) {
                case "string" -> value instanceof String || value instanceof Secret;
                case "int" ->
                    value instanceof Integer
                            || value instanceof Long
                            || (value instanceof JsonNumber number
                                    && number.integer().isPresent());
                case "boolean" -> value instanceof Boolean;
                case "number" -> value instanceof JsonNumber;
                case "null" -> value == Json.NULL;
                default -> true;
            };
            if (!fits) {
                throw wrongType(path, expected);
            }
        }
    }

    /**
     * A whole number without a sign; a negative one is taken for what its 64 bits mean without it.
     *
     * @param name how errors name it
     * @param bits that it fits in
     */
    record Unsigned(String name, int bits) implements ValueType {

        @Override
        public void check(String path, Object value) {
            if (!(value instanceof JsonNumber number) || number.unsigned().isEmpty()) {
                throw QmpException.generic("Parameter '" + path + "' expects uint64");
            }
            if (number.unsigned().get().bitLength() > bits) {
                throw QmpException.generic("Parameter '" + path + "' expects " + name);
            }
        }
    }

    /**
     * A value of one of several types.
     *
     * @param name how errors name it
     */
    record Alternate(String name, List<ValueType> choices) implements ValueType {

        public Alternate {
            choices = List.copyOf(choices);
        }

        @Override
        public void check(String path, Object value) {
            if (choices.stream().noneMatch(choice -> fits(choice, path, value))) {
                throw wrongType(path, name);
            }
        }

        private static boolean fits(ValueType choice, String path, Object value) {
            try {
                choice.check(path, value);
                return true;
            } catch (QmpException e) {
                return false;
            }
        }
    }

    /** One of these words. */
    record Words(List<String> words) implements ValueType {

        public Words {
            words = List.copyOf(words);
        }

        @Override
        public void check(String path, Object value) {
            if (!(value instanceof String word)) {
                throw wrongType(path, "string");
            }
            if (!words.contains(word)) {
                // QEMU tells the last name of the path alone, and none for what stands in a list.
                String name = path.endsWith("]") ? "null" : path.substring(path.lastIndexOf('.') + 1);
                throw QmpException.generic("Parameter '" + name + "' does not accept value '" + word + "'");
            }
        }
    }

    /** Any number of such. */
    record ListOf(ValueType element) implements ValueType {

        @Override
        public void check(String path, Object value) {
            if (!(value instanceof List<?> list)) {
                throw wrongType(path, "array");
            }
            for (int i = 0; i < list.size(); i++) {
                element.check(path + "[" + i + "]", list.get(i));
            }
        }
    }

    /**
     * An object.
     *
     * @param members those that it has in any case
     * @param tag the member whose word says which variant's members it has as well
     * @param variants by that word
     */
    record Structure(List<Argument> members, Optional<String> tag, Map<String, Structure> variants)
            implements ValueType {

        public Structure {
            members = List.copyOf(members);
        }

        /** The same with members that depend on the word in {@code tag}. */
        Structure with(String tag, Map<String, Structure> variants) {
            return new Structure(members, Optional.of(tag), new LinkedHashMap<>(variants));
        }

        @Override
        public void check(String path, Object value) {
            if (!(value instanceof Map<?, ?> map)) {
                throw wrongType(path, "object");
            }
            checkMembers(path.isEmpty() ? "" : path + ".", map);
        }

        /** In QEMU's order, so that of several faults the same one is told: the declared ones, then the others. */
        private void checkMembers(String prefix, Map<?, ?> values) {
            members.forEach(member -> member.check(prefix, values));
            Structure variant =
                    tag.map(name -> variants.get((String) values.get(name))).orElse(NOTHING);
            variant.members.forEach(member -> member.check(prefix, values));
            for (Object name : values.keySet()) {
                if (members.stream().noneMatch(member -> member.name().equals(name))
                        && variant.members.stream()
                                .noneMatch(member -> member.name().equals(name))) {
                    throw QmpException.generic("Parameter '" + prefix + name + "' is unexpected");
                }
            }
        }
    }

    static Words oneOf(String... words) {
        return new Words(Arrays.asList(words));
    }

    static ListOf listOf(ValueType element) {
        return new ListOf(element);
    }

    static Structure structure(Argument... members) {
        return new Structure(Arrays.asList(members), Optional.empty(), Map.of());
    }

    /** Refuses a value that is not of this type, in QEMU's words; {@code path} names it. */
    void check(String path, Object value);

    private static QmpException wrongType(String path, String expected) {
        return QmpException.generic("Invalid parameter type for '" + path + "', expected: " + expected);
    }
}
