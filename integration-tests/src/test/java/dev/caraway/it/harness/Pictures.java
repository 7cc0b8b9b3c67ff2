package dev.caraway.it.harness;

import dev.caraway.protocol.wire.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest by which tests compare pictures: of blue, green, red and a zero for each pixel, from the top row down. */
public final class Pictures {

    private Pictures() {}

    /** Of pixels 0xXXRRGGBB. */
    public static String sha256(int[] pixels) {
        byte[] bytes = new byte[pixels.length * 4];
        for (int i = 0; i < pixels.length; i++) {
            bytes[4 * i] = (byte) pixels[i];
            bytes[4 * i + 1] = (byte) (pixels[i] >> 8);
            bytes[4 * i + 2] = (byte) (pixels[i] >> 16);
        }
        return sha256(Bytes.wrap(bytes));
    }

    /** Of bytes in this form, such as a screenshot's. */
    public static String sha256(Bytes bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
