package dev.caraway.migration.stream;

import dev.caraway.protocol.wire.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of all that went one way, up to the end of the snapshot. */
final class RunningDigest {

    static final int BYTES = 32;

    private final MessageDigest sha256 = sha256();

    void update(byte[] bytes, int offset, int length) {
        sha256.update(bytes, offset, length);
    }

    /** Of what has been there so far. */
    Bytes value() {
        try {
            MessageDigest soFar = (MessageDigest) sha256.clone();
            return Bytes.wrap(soFar.digest());
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the JDK's SHA-256 can be copied", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
