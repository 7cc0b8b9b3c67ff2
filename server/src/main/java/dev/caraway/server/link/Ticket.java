package dev.caraway.server.link;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a client has to know: up to {@link #MAX_BYTES} bytes of UTF-8 without a NUL. Never shown, and erasable. */
public final class Ticket {

    /** What libspice-server takes and clients send. */
    public static final int MAX_BYTES = 60;

    private final byte[] padded = new byte[MAX_BYTES];
    private int length;

    private Ticket() {}

    /**
     * A ticket of these characters, which the caller may overwrite then.
     *
     * @throws IllegalArgumentException if they take more than {@link #MAX_BYTES} bytes, hold a NUL or are not Unicode
     */
    public static Ticket of(char[] characters) {
        ByteBuffer encoded;
        try {
            encoded = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(characters));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("password: expected unicode text", e);
        }
        Ticket ticket = new Ticket();
        try {
            ticket.fill(encoded);
        } finally {
            encoded.clear().put(new byte[encoded.capacity()]);
        }
        return ticket;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /** Overwrites the secret; an erased ticket matches nothing. */
    void erase() {
        Arrays.fill(padded, (byte) 0);
        length = 0;
    }

    /**
     * Whether {@code candidate} is this ticket and one NUL. All bytes are compared whatever they are, so that the time
     * taken says nothing.
     */
    boolean matches(DecryptedTicket candidate) {
        int difference = candidate.length() ^ (length + 1);
        for (int i = 0; i < MAX_BYTES; i++) {
            difference |= padded[i] ^ candidate.at(i);
        }
        difference |= candidate.at(MAX_BYTES);
        return difference == 0;
    }

    @Override
    public String toString() {
        return "Ticket[hidden]";
    }

    private void fill(ByteBuffer encoded) {
        length = encoded.remaining();
        if (length > MAX_BYTES) {
            throw new IllegalArgumentException("password: expected at most " + MAX_BYTES + " bytes, got " + length);
        }
        encoded.get(padded, 0, length);
        for (int i = 0; i < length; i++) {
            if (padded[i] == 0) {
                erase();
                throw new IllegalArgumentException("password: expected no NUL, got one");
            }
        }
    }
}
