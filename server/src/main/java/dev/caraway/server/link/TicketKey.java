package dev.caraway.server.link;

import dev.caraway.protocol.link.EncryptedTicket;
import dev.caraway.protocol.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/**
 * The RSA key of 1024 bits under which a client encrypts its ticket. Immutable.
 *
 * <p>The size is the protocol's. Making one takes some thirty milliseconds, at times many more: not on a loop.
 */
public final class TicketKey {

    private static final int BITS = 1024;
    private static final BigInteger PUBLIC_EXPONENT = BigInteger.valueOf(65537);

    /** The odds of a composite number are below 2^-80. */
    private static final int CERTAINTY = 80;

    private final RSAPrivateCrtKeyParameters privateKey;
    private final Bytes publicKey;
    private final SecureRandom random;

    private TicketKey(RSAPrivateCrtKeyParameters privateKey, Bytes publicKey, SecureRandom random) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
        this.random = random;
    }

    /** Makes a key. */
    public static TicketKey generate(SecureRandom random) {
        RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
        generator.init(new RSAKeyGenerationParameters(PUBLIC_EXPONENT, random, BITS, CERTAINTY));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        try {
            byte[] encoded = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic())
                    .getEncoded("DER");
            return new TicketKey((RSAPrivateCrtKeyParameters) pair.getPrivate(), Bytes.wrap(encoded), random);
        } catch (IOException e) {
            throw new UncheckedIOException("ticket key: expected to encode", e);
        }
    }

    /** The SubjectPublicKeyInfo that a link reply carries, 162 bytes. */
    public Bytes publicKey() {
        return publicKey;
    }

    /**
     * Decrypts a client's block. Never fails: what cannot be read is marked so, after the same work.
     *
     * <p>The private operation is blinded, and nothing secret decides about a branch or an exception before the result
     * is complete: the time taken must not tell where a forged block went wrong.
     */
    public DecryptedTicket decrypt(EncryptedTicket ticket) {
        byte[] block = ticket.encryptedData().toArray();
        boolean inRange = new BigInteger(1, block).compareTo(privateKey.getModulus()) < 0;
        RSABlindedEngine engine = new RSABlindedEngine();
        engine.init(false, new ParametersWithRandom(privateKey, random));
        byte[] decrypted = engine.processBlock(inRange ? block : new byte[block.length], 0, block.length);
        byte[] encoded = new byte[block.length];
        System.arraycopy(decrypted, 0, encoded, encoded.length - decrypted.length, decrypted.length);
        return OaepPadding.remove(encoded, inRange);
    }

    @Override
    public String toString() {
        return "TicketKey[hidden]";
    }
}
