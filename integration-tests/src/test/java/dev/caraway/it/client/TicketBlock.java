package dev.caraway.it.client;

import dev.caraway.protocol.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;

/** Makes the 128 bytes in which a client hides its password: RSA-OAEP under the key of the link reply. */
public final class TicketBlock {

    private static final String OAEP = "RSA/ECB/OAEPWithSHA-1AndMGF1Padding";

    private TicketBlock() {}

    /** The password as every client sends it: its bytes and one NUL. */
    public static Bytes of(Bytes publicKey, String password) throws GeneralSecurityException {
        byte[] text = password.getBytes(StandardCharsets.UTF_8);
        return ofClear(publicKey, Arrays.copyOf(text, text.length + 1));
    }

    /** Any clear text, up to 86 bytes. */
    public static Bytes ofClear(Bytes publicKey, byte... clear) throws GeneralSecurityException {
        return encrypt(OAEP, publicKey, clear);
    }

    /** The same in the padding that SPICE does not use. */
    public static Bytes withWrongPadding(Bytes publicKey, byte... clear) throws GeneralSecurityException {
        return encrypt("RSA/ECB/PKCS1Padding", publicKey, clear);
    }

    private static Bytes encrypt(String transformation, Bytes publicKey, byte[] clear) throws GeneralSecurityException {
        PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(publicKey.toArray()));
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        return Bytes.wrap(cipher.doFinal(clear));
    }
}
