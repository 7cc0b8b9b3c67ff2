package dev.caraway.server.control;

import java.util.List;

/**
 * One argument that a command takes.
 *
 * @param type what its value must be
 */
record Argument(String name, Type type, boolean required) {

    static Argument required(String name, Type type) {
        return new Argument(name, type, true);
    }

    static Argument optional(String name, Type type) {
        return new Argument(name, type, false);
    }

    /** What values are allowed. */
    @FunctionalInterface
    interface Type {

        /** Any text. */
        Type STRING = (path, value) -> {
            if (!(value instanceof String) && !(value instanceof Secret)) {
                throw wrongType(path, "string");
            }
        };

        /** A whole number of 64 bits with a sign. */
        Type INTEGER = (path, value) -> {
            if (!(value instanceof JsonNumber number) || number.integer().isEmpty()) {
                throw wrongType(path, "integer");
            }
        };

        /** One of these words. */
        static Type oneOf(String... words) {
            List<String> allowed = List.of(words);
            return (path, value) -> {
                if (!(value instanceof String word)) {
                    throw wrongType(path, "string");
                }
                if (!allowed.contains(word)) {
                    // The word has a path only inside a list, and QEMU does not tell it then.
                    throw QmpException.generic("Parameter '" + (path.endsWith("]") ? "null" : path)
                            + "' does not accept value '" + word + "'");
                }
            };
        }

        /** Any number of such. */
        static Type listOf(Type element) {
            return (path, value) -> {
                if (!(value instanceof List<?> list)) {
                    throw wrongType(path, "array");
                }
                for (int i = 0; i < list.size(); i++) {
                    element.check(path + "[" + i + "]", list.get(i));
                }
            };
        }

        /** Refuses a value that is not of this type, in QEMU's words. */
        void check(String path, Object value);

        private static QmpException wrongType(String path, String expected) {
            return QmpException.generic("Invalid parameter type for '" + path + "', expected: " + expected);
        }
    }
}
