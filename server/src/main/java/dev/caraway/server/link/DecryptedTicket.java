package dev.caraway.server.link;

import java.util.Arrays;

/** What a client's block held, whether or not it could be decrypted. Never shown, and erasable. */
public final class DecryptedTicket {

    private final byte[] padded;
    private final int length;
    private final boolean readable;

    /**
     * Takes over an array.
     *
     * @param padded the plaintext and zeros behind it, longer than a ticket
     * @param readable whether the block was made with our key; the rest means nothing if not
     */
    DecryptedTicket(byte[] padded, int length, boolean readable) {
        if (padded.length <= Ticket.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "plaintext: expected room for more than " + Ticket.MAX_BYTES + " bytes, got " + padded.length);
        }
        this.padded = padded;
        this.length = length;
        this.readable = readable;
    }

    boolean isReadable() {
        return readable;
    }

    int length() {
        return length;
    }

    byte at(int index) {
        return padded[index];
    }

    void erase() {
        Arrays.fill(padded, (byte) 0);
    }

    @Override
    public String toString() {
        return "DecryptedTicket[hidden]";
    }
}
