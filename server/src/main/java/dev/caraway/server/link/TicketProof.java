package dev.caraway.server.link;

import dev.caraway.protocol.wire.Bytes;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By which a ticket that was right once is known again, here or at another host, without the ticket. Immutable.
 *
 * @param encoded a random salt of 16 bytes, and the HMAC-SHA-256 of the ticket under it, 32 bytes
 */
public record TicketProof(Bytes encoded) {

    private static final int SALT_BYTES = 16;
    private static final int DIGEST_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** @throws IllegalArgumentException if it is not as long as proofs are */
    public TicketProof {
        if (encoded.length() != SALT_BYTES + DIGEST_BYTES) {
            throw new IllegalArgumentException(
                    "ticket proof: expected " + (SALT_BYTES + DIGEST_BYTES) + " bytes, got " + encoded.length());
        }
    }

    /** A proof of what a client sent, under a salt of its own; call it before the ticket is erased. */
    public static TicketProof of(DecryptedTicket ticket) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        byte[] encoded = new byte[SALT_BYTES + DIGEST_BYTES];
        System.arraycopy(salt, 0, encoded, 0, SALT_BYTES);
        System.arraycopy(digest(salt, ticket), 0, encoded, SALT_BYTES, DIGEST_BYTES);
        return new TicketProof(Bytes.wrap(encoded));
    }

    /** Whether it was made of the same ticket; the time taken says nothing of how much of it is. */
    boolean isOf(DecryptedTicket candidate) {
        byte[] salt = encoded.slice(0, SALT_BYTES).toArray();
        byte[] expected = encoded.slice(SALT_BYTES, DIGEST_BYTES).toArray();
        return MessageDigest.isEqual(expected, digest(salt, candidate)) && candidate.isReadable();
    }

    private static byte[] digest(byte[] salt, DecryptedTicket ticket) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(salt, ALGORITHM));
            // One byte more than the longest, so that what is too long is not taken for its beginning.
            for (int i = 0; i <= Ticket.MAX_BYTES; i++) {
                mac.update(ticket.at(i));
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + ": expected of every JDK", e);
        }
    }

    /** Never the digest. */
    @Override
    public String toString() {
        return "TicketProof[hidden]";
    }
}
