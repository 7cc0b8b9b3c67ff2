package dev.caraway.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.link.EncryptedTicket;
import dev.caraway.protocol.link.LinkReply;
import dev.caraway.protocol.wire.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JDK's cipher stands for the client. */
class TicketKeyTest {

    private static final TicketKey KEY = TicketKey.generate(new SecureRandom());

    @Test
    void publicKeyFillsItsFieldInTheReply() throws GeneralSecurityException {
        assertThat(KEY.publicKey().length()).isEqualTo(LinkReply.KEY_BYTES);
        assertThat(publicKey(KEY).getModulus().bitLength()).isEqualTo(1024);
        assertThat(publicKey(KEY).getPublicExponent()).isEqualTo(BigInteger.valueOf(65537));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 60, 61, 85, 86})
    void plaintextOfAnyLengthIsRead(int length) throws GeneralSecurityException {
        byte[] plaintext = new byte[length];
        Arrays.fill(plaintext, (byte) 'x');
        if (length > 0) {
            plaintext[0] = 0;
        }
        DecryptedTicket decrypted = KEY.decrypt(encrypt(KEY, plaintext, "OAEPWithSHA-1AndMGF1Padding"));
        assertThat(decrypted.isReadable()).isTrue();
        assertThat(decrypted.length()).isEqualTo(length);
        for (int i = 0; i <= Ticket.MAX_BYTES; i++) {
            assertThat(decrypted.at(i)).isEqualTo(i < length ? plaintext[i] : 0);
        }
    }

    @Test
    void everyReadableBlockIsReadOfMany() throws GeneralSecurityException {
        for (int i = 0; i < 300; i++) {
            byte[] plaintext = ("secret " + i + "\0").getBytes(StandardCharsets.UTF_8);
            DecryptedTicket decrypted = KEY.decrypt(encrypt(KEY, plaintext, "OAEPWithSHA-1AndMGF1Padding"));
            assertThat(decrypted.isReadable()).isTrue();
            assertThat(Ticket.of(("secret " + i).toCharArray()).matches(decrypted))
                    .isTrue();
        }
    }

    @Test
    void blockOfOnesOfZerosOrOfTheModulusIsUnreadable() throws GeneralSecurityException {
        byte[] ones = new byte[EncryptedTicket.BYTES];
        Arrays.fill(ones, (byte) 0xff);
        byte[] modulus = publicKey(KEY).getModulus().toByteArray();
        assertUnreadable(ones);
        assertUnreadable(new byte[EncryptedTicket.BYTES]);
        assertUnreadable(Arrays.copyOfRange(modulus, modulus.length - EncryptedTicket.BYTES, modulus.length));
    }

    @Test
    void blockForAnotherKeyIsUnreadable() throws GeneralSecurityException {
        TicketKey other = TicketKey.generate(new SecureRandom());
        EncryptedTicket block = encrypt(other, "pw\0".getBytes(StandardCharsets.UTF_8), "OAEPWithSHA-1AndMGF1Padding");
        assertUnreadable(block.encryptedData().toArray());
    }

    @Test
    void blockWithTheOldPaddingIsUnreadable() throws GeneralSecurityException {
        EncryptedTicket block = encrypt(KEY, "pw\0".getBytes(StandardCharsets.UTF_8), "PKCS1Padding");
        assertUnreadable(block.encryptedData().toArray());
    }

    @Test
    void blockWithoutPaddingIsUnreadable() throws GeneralSecurityException {
        for (int first = 0; first < 2; first++) {
            byte[] encoded = new byte[EncryptedTicket.BYTES];
            encoded[0] = (byte) first;
            encoded[1] = 1;
            assertUnreadable(encrypt(KEY, encoded, "NoPadding").encryptedData().toArray());
        }
    }

    @Test
    void secretsAreNotShown() throws GeneralSecurityException {
        DecryptedTicket decrypted = KEY.decrypt(encrypt(KEY, new byte[] {'p', 'w', 0}, "OAEPWithSHA-1AndMGF1Padding"));
        assertThat(decrypted).hasToString("DecryptedTicket[hidden]");
        assertThat(KEY).hasToString("TicketKey[hidden]");
        assertThat(Ticket.of("pw".toCharArray())).hasToString("Ticket[hidden]");
    }

    private static void assertUnreadable(byte[] block) {
        assertThat(KEY.decrypt(new EncryptedTicket(Bytes.wrap(block))).isReadable())
                .isFalse();
    }

    private static EncryptedTicket encrypt(TicketKey key, byte[] plaintext, String padding)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("RSA/ECB/" + padding);
        cipher.init(Cipher.ENCRYPT_MODE, (PublicKey) publicKey(key));
        return new EncryptedTicket(Bytes.wrap(cipher.doFinal(plaintext)));
    }

    private static RSAPublicKey publicKey(TicketKey key) throws GeneralSecurityException {
        return (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(key.publicKey().toArray()));
    }
}
