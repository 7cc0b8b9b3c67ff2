package dev.caraway.server.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON as plain values: {@code Map<String, Object>} and {@code List<Object>} in their order,
 * {@code String}, {@link Secret} for the value of a member that names one, {@link JsonNumber}, {@code Boolean} and
 * {@link #NULL}. When written, {@code Integer} and {@code Long} are numbers too.
 */
final class Json {

    /** JSON's null; a value like any other, so that ids of null are told from absent ones. */
    static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    /** Arrays and objects within each other. QEMU has 1024; no command needs more than a handful. */
    static final int MAX_DEPTH = 32;

    /** Members whose text is never kept as a String. */
    private static final Set<String> SECRET_MEMBERS = Set.of("password");

    /** No pool and no table of names: what a peer sent must not outlive its message. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MessageFramer.MAX_MESSAGE_BYTES)
                    .build())
            .build();

    private Json() {}

    /** An object of alternating names and values, in this order. */
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /**
     * Reads exactly one value from UTF-8.
     *
     * @throws QmpException if the bytes are not one JSON value within our limits, in QEMU's words where it has some
     */
    static Object parse(byte[] utf8) {
        CharBuffer characters;
        try {
            characters = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
        } catch (CharacterCodingException e) {
            throw QmpException.syntax("invalid UTF-8 sequence in string");
        }
        char[] text = characters.array();
        try (JsonParser parser = FACTORY.createParser(text, 0, characters.limit())) {
            return value(parser);
        } catch (JsonProcessingException e) {
            throw QmpException.syntax(
                    isWord(text[0])
                            ? "invalid keyword '" + new String(text, 0, characters.limit()) + "'"
                            : inQemusWords(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Arrays.fill(text, '\0');
        }
    }

    /** Writes a value in QEMU's manner: pure ASCII, a space after each comma and colon. */
    static String write(Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            // QEMU escapes DEL, which is ASCII, as well.
            generator.setHighestNonEscapedChar(126);
            generator.setPrettyPrinter(new SpacedPrinter());
            write(value, generator);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Overwrites every secret in {@code value}. */
    static void wipe(Object value) {
        if (value instanceof Secret secret) {
            secret.wipe();
        } else if (value instanceof Map<?, ?> map) {
            map.values().forEach(Json::wipe);
        } else if (value instanceof List<?> list) {
            list.forEach(Json::wipe);
        }
    }

    /** An array or object whose end has not come yet. */
    private static final class Open {
        final @Nullable Map<String, Object> map;
        final @Nullable List<Object> list;
        String member = "";

        Open(JsonToken start) {
            map = start == JsonToken.START_OBJECT ? new LinkedHashMap<>() : null;
            list = map == null ? new ArrayList<>() : null;
        }

        void name(String name) {
            if (map != null && map.containsKey(name)) {
                throw QmpException.syntax("duplicate key");
            }
            member = name;
        }

        void add(Object value) {
            if (map != null) {
                map.put(member, value);
            } else if (list != null) {
                list.add(value);
            }
        }

        Object whole() {
            return map != null ? map : list != null ? list : NULL;
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        Deque<Open> open = new ArrayDeque<>();
        while (true) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw QmpException.syntax("expecting value");
            }
            Object done;
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    open.push(new Open(token));
                    continue;
                }
                case FIELD_NAME -> {
                    open.element().name(checked(parser.currentName()));
                    continue;
                }
                case END_OBJECT, END_ARRAY -> done = open.pop().whole();
                case VALUE_STRING ->
                    done = text(parser, !open.isEmpty() && SECRET_MEMBERS.contains(open.element().member));
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> done = new JsonNumber(parser.getText());
                case VALUE_TRUE -> done = true;
                case VALUE_FALSE -> done = false;
                default -> done = NULL;
            }
            if (open.isEmpty()) {
                if (parser.nextToken() != null) {
                    throw QmpException.syntax("expecting value");
                }
                return done;
            }
            open.element().add(done);
        }
    }

    private static Object text(JsonParser parser, boolean secret) throws IOException {
        int from = parser.getTextOffset();
        char[] characters = Arrays.copyOfRange(parser.getTextCharacters(), from, from + parser.getTextLength());
        checked(CharBuffer.wrap(characters));
        return secret ? new Secret(characters) : new String(characters);
    }

    /** Half a surrogate pair can be written as an escape, but it is no character. */
    private static <T extends CharSequence> T checked(T text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw QmpException.syntax(
                        String.format(Locale.ROOT, "\\u%04x is not a valid Unicode character", (int) c));
            }
        }
        return text;
    }

    private static boolean isWord(char first) {
        return first >= 'a' && first <= 'z';
    }

    /** QEMU's text for what the parser found; never with the input in it, which may hold a password. */
    private static String inQemusWords(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        if (message.contains("escape")) {
            return "invalid escape sequence in string";
        }
        if (message.contains("to separate field name and value")) {
            return "missing : in object pair";
        }
        if (message.contains("to separate Object entries") || message.contains("close marker ']'")) {
            return "expected separator in dict";
        }
        if (message.contains("to separate Array entries") || message.contains("close marker '}'")) {
            return "expected separator in list";
        }
        return message.contains("Unrecognized token") ? "invalid keyword" : "expecting value";
    }

    private static void write(Object value, JsonGenerator generator) throws IOException {
        if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> member : map.entrySet()) {
                generator.writeFieldName((String) member.getKey());
                write(member.getValue(), generator);
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> list) {
            generator.writeStartArray();
            for (Object element : list) {
                write(element, generator);
            }
            generator.writeEndArray();
        } else if (value instanceof String text) {
            generator.writeString(text);
        } else if (value instanceof Secret secret) {
            // Only an id can bring one back here, and an id returns to the one who chose it.
            generator.writeString(secret.reveal(), 0, secret.reveal().length);
        } else if (value instanceof JsonNumber number) {
            generator.writeNumber(number.text());
        } else if (value instanceof Boolean truth) {
            generator.writeBoolean(truth);
        } else if (value instanceof Integer || value instanceof Long) {
            generator.writeNumber(((Number) value).longValue());
        } else if (value == NULL) {
            generator.writeNull();
        } else {
            throw new AssertionError("json: expected a value of its kinds, got " + value.getClass());
        }
    }

    private static final class SpacedPrinter extends MinimalPrettyPrinter {

        SpacedPrinter() {
            super("");
        }

        @Override
        public void writeObjectFieldValueSeparator(JsonGenerator generator) throws IOException {
            generator.writeRaw(": ");
        }

        @Override
        public void writeObjectEntrySeparator(JsonGenerator generator) throws IOException {
            generator.writeRaw(", ");
        }

        @Override
        public void writeArrayValueSeparator(JsonGenerator generator) throws IOException {
            generator.writeRaw(", ");
        }
    }
}
