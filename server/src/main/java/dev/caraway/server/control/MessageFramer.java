package dev.caraway.server.control;

import java.util.Arrays;

/**
 * Cuts what a client sends into messages by the JSON itself: its strings and its braces, never its lines.
 *
 * <p>Bytes go in one at a time through {@link #next}; what was no message at all is answered with a
 * {@link QmpException}, after which the framer goes on with whatever can begin a message, as QEMU does.
 */
final class MessageFramer {

    /** One message. The longest command with a path, a URI and an id stays below a tenth of it. */
    static final int MAX_MESSAGE_BYTES = 64 << 10;

    private static final byte[] NOTHING = new byte[0];

    private enum State {
        /** Between messages, or between the tokens of one. */
        BETWEEN,
        /** In a keyword or a number. */
        WORD,
        STRING,
        ESCAPE,
        /** Something that cannot begin a token is being skipped until something that can. */
        RECOVERING,
        /** A message that is nested too deep is being skipped until its braces match. */
        SKIPPING,
        SKIPPING_STRING,
        SKIPPING_ESCAPE,
    }

    /** The message exceeds {@link #MAX_MESSAGE_BYTES}: there is no way to go on. */
    static final class TooLong extends RuntimeException {
        TooLong() {
            super("message: expected at most " + MAX_MESSAGE_BYTES + " bytes", null, false, false);
        }
    }

    private final WipedBuffer message = new WipedBuffer();
    private State state = State.BETWEEN;
    private int quote;
    private int depth;
    private int length;

    private byte[] input = NOTHING;
    private int position;

    /** Takes more bytes; those before must have been consumed. The array is the framer's from now on. */
    void feed(byte[] bytes) {
        assert position == input.length : "framer: expected all bytes consumed, got " + (input.length - position);
        input = bytes;
        position = 0;
    }

    /** Whether every byte fed has been looked at. */
    boolean isDry() {
        return position == input.length;
    }

    /** Whether a message has begun and its end has not come. */
    boolean isMidMessage() {
        return length > 0;
    }

    /**
     * The next whole message, an empty array when the bytes fed so far hold none.
     *
     * @throws QmpException if they hold something that is no message; calling again goes on behind it
     * @throws TooLong if a message is too long; no further call is allowed
     */
    byte[] next() {
        while (position < input.length) {
            int c = input[position] & 0xff;
            // These two end before a byte that already belongs to what follows.
            if ((state == State.WORD && !isWord(c))
                    || (state == State.RECOVERING && (isControl(c) || isStructural(c)))) {
                state = State.BETWEEN;
            } else {
                input[position++] = 0;
                accept(c);
            }
            if (depth == 0 && message.length() > 0 && state == State.BETWEEN) {
                byte[] whole = message.copy();
                reset();
                return whole;
            }
        }
        return NOTHING;
    }

    private void accept(int c) {
        switch (state) {
            case BETWEEN -> begin(c);
            case WORD -> add(c);
            case STRING -> {
                add(c);
                if (isControl(c)) {
                    throw stray(c);
                } else if (c == '\\') {
                    state = State.ESCAPE;
                } else if (c == quote) {
                    state = State.BETWEEN;
                }
            }
            case ESCAPE -> {
                add(c);
                if (isControl(c)) {
                    throw stray(c);
                }
                state = State.STRING;
            }
            case RECOVERING -> {}
            case SKIPPING, SKIPPING_STRING, SKIPPING_ESCAPE -> skip(c);
        }
    }

    private void begin(int c) {
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            if (depth > 0) {
                add(c);
            }
        } else if (c == '"' || c == '\'') {
            add(c);
            quote = c;
            state = State.STRING;
        } else if (c == '-' || (isWord(c) && Character.isLetterOrDigit(c) && c != 'E')) {
            add(c);
            state = State.WORD;
        } else if (c == '{' || c == '[') {
            add(c);
            if (++depth > Json.MAX_DEPTH) {
                message.wipe();
                state = State.SKIPPING;
                throw QmpException.generic("JSON nesting depth limit exceeded");
            }
        } else if (isStructural(c)) {
            if (depth == 0) {
                throw QmpException.syntax("expecting value");
            }
            add(c);
            if (c == '}' || c == ']') {
                depth--;
            }
        } else {
            throw stray(c);
        }
    }

    private void skip(int c) {
        count();
        if (isControl(c) && c != '\t' && c != '\r' && c != '\n') {
            reset();
        } else if (state == State.SKIPPING_ESCAPE) {
            state = State.SKIPPING_STRING;
        } else if (state == State.SKIPPING_STRING) {
            state = c == '\\' ? State.SKIPPING_ESCAPE : c == quote ? State.SKIPPING : State.SKIPPING_STRING;
        } else if (c == '"' || c == '\'') {
            quote = c;
            state = State.SKIPPING_STRING;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            reset();
        }
    }

    /** Forgets what has come of the message; the text names only this byte, for its surroundings may be a secret. */
    private QmpException stray(int c) {
        reset();
        state = State.RECOVERING;
        String shown = c == 0 ? "" : c < 0x7f ? String.valueOf((char) c) : "\ufffd";
        return QmpException.syntax("stray '" + shown + "'");
    }

    private void reset() {
        message.wipe();
        length = 0;
        depth = 0;
        state = State.BETWEEN;
    }

    private void add(int c) {
        count();
        message.write(c);
    }

    private void count() {
        if (++length > MAX_MESSAGE_BYTES) {
            reset();
            throw new TooLong();
        }
    }

    private static boolean isWord(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'E';
    }

    private static boolean isStructural(int c) {
        return c == '{' || c == '}' || c == '[' || c == ']' || c == ':' || c == ',';
    }

    /** What can stand in no text; 0xfe and 0xff never occur in UTF-8 and are sent on purpose to reset the parser. */
    private static boolean isControl(int c) {
        return c < 0x20 || c >= 0xfe;
    }

    /** Grows like any buffer, but leaves nothing of what it held behind. */
    private static final class WipedBuffer {

        private byte[] bytes = new byte[256];
        private int length;

        void write(int b) {
            if (length == bytes.length) {
                byte[] larger = Arrays.copyOf(bytes, length * 2);
                Arrays.fill(bytes, (byte) 0);
                bytes = larger;
            }
            bytes[length++] = (byte) b;
        }

        int length() {
            return length;
        }

        byte[] copy() {
            return Arrays.copyOf(bytes, length);
        }

        void wipe() {
            Arrays.fill(bytes, 0, length, (byte) 0);
            length = 0;
        }
    }
}
