package dev.caraway.server.link;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;

/**
 * EME-OAEP decoding (RFC 8017, 7.1.2) with SHA-1, MGF1 and an empty label.
 *
 * <p>Bouncy Castle's own throws an exception for a bad padding, whose cost can be measured from outside; here a bad
 * padding costs what a good one does (Manger's attack needs the difference).
 */
final class OaepPadding {

    private static final int HASH_BYTES = 20;

    private OaepPadding() {}

    /**
     * Takes the padding off.
     *
     * @param encoded a leading zero, the masked seed and the masked data block; overwritten
     * @param wanted false to mark the result unreadable whatever it is
     */
    static DecryptedTicket remove(byte[] encoded, boolean wanted) {
        int blockStart = 1 + HASH_BYTES;
        int blockBytes = encoded.length - blockStart;
        unmask(encoded, blockStart, blockBytes, encoded, 1, HASH_BYTES);
        unmask(encoded, 1, HASH_BYTES, encoded, blockStart, blockBytes);

        int bad = encoded[0];
        byte[] labelHash = hash(new byte[0], 0, 0, 0, false);
        for (int i = 0; i < HASH_BYTES; i++) {
            bad |= encoded[blockStart + i] ^ labelHash[i];
        }

        // Zeros, then a one, then the message. "before" is all ones until the first byte that is not zero.
        int before = -1;
        int paddingBytes = 0;
        int separator = 0;
        for (int i = blockStart + HASH_BYTES; i < encoded.length; i++) {
            int value = encoded[i] & 0xff;
            int zero = (value - 1) >> 31;
            separator |= before & ~zero & value;
            before &= zero;
            paddingBytes -= before;
        }
        bad |= separator ^ 1;

        int messageStart = Math.min(blockStart + HASH_BYTES + paddingBytes + 1, encoded.length);
        byte[] padded = new byte[blockBytes - HASH_BYTES];
        int length = encoded.length - messageStart;
        System.arraycopy(encoded, messageStart, padded, 0, length);
        return new DecryptedTicket(padded, length, bad == 0 && wanted);
    }

    /** Takes the mask that MGF1 makes of a seed off {@code target}. */
    private static void unmask(
            byte[] seed, int seedStart, int seedBytes, byte[] target, int targetStart, int targetBytes) {
        for (int done = 0; done < targetBytes; done += HASH_BYTES) {
            byte[] mask = hash(seed, seedStart, seedBytes, done / HASH_BYTES, true);
            int count = Math.min(HASH_BYTES, targetBytes - done);
            for (int i = 0; i < count; i++) {
                target[targetStart + done + i] ^= mask[i];
            }
        }
    }

    private static byte[] hash(byte[] input, int start, int count, int counter, boolean withCounter) {
        Digest digest = new SHA1Digest();
        digest.update(input, start, count);
        if (withCounter) {
            digest.update(
                    new byte[] {(byte) (counter >>> 24), (byte) (counter >>> 16), (byte) (counter >>> 8), (byte) counter
                    },
                    0,
                    Integer.BYTES);
        }
        byte[] output = new byte[HASH_BYTES];
        digest.doFinal(output, 0);
        return output;
    }
}
