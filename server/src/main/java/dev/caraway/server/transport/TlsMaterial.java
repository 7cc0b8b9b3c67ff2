package dev.caraway.server.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS server proves itself with, from PEM files.
 *
 * @param key belongs to the chain's first certificate
 * @param chain the server's certificate and those between it and its CA
 * @param authorities the CA certificates that a client trusts, empty if no file was given
 */
public record TlsMaterial(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities) {

    /** The names that QEMU has for the files in an x509-dir. */
    public static final String SERVER_KEY_FILE = "server-key.pem";

    public static final String SERVER_CERTIFICATE_FILE = "server-cert.pem";
    public static final String CA_CERTIFICATE_FILE = "ca-cert.pem";

    public TlsMaterial {
        chain = List.copyOf(chain);
        authorities = List.copyOf(authorities);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("certificate chain: expected at least one certificate");
        }
    }

    /**
     * Reads the three files of a directory.
     *
     * @throws IOException with one line that names the file and what is wrong with it
     */
    public static TlsMaterial fromDirectory(Path directory) throws IOException {
        return fromFiles(
                directory.resolve(SERVER_KEY_FILE),
                directory.resolve(SERVER_CERTIFICATE_FILE),
                directory.resolve(CA_CERTIFICATE_FILE));
    }

    /**
     * Reads single files.
     *
     * @param keyFile an unencrypted key, PKCS#8 or PKCS#1 or SEC 1
     * @param certificateFile the server's certificate, perhaps followed by others of its chain
     * @throws IOException with one line that names the file and what is wrong with it
     */
    public static TlsMaterial fromFiles(Path keyFile, Path certificateFile, @Nullable Path caFile) throws IOException {
        PrivateKey key = readKey(keyFile);
        List<X509Certificate> chain = readCertificates(certificateFile);
        List<X509Certificate> authorities = caFile == null ? List.of() : readCertificates(caFile);
        if (!belongs(key, chain.get(0).getPublicKey())) {
            throw new IOException(keyFile + ": the key does not match the certificate in " + certificateFile);
        }
        return new TlsMaterial(key, chain, authorities);
    }

    /** The server's own certificate. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "TlsMaterial[" + certificate().getSubjectX500Principal() + "]";
    }

    static List<X509Certificate> readCertificates(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                certificates.add((X509Certificate) certificate);
            }
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (CertificateException e) {
            throw new IOException(file + ": expected certificates in PEM", e);
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + ": expected certificates in PEM, got none");
        }
        return Collections.unmodifiableList(certificates);
    }

    static PrivateKey readKey(Path file) throws IOException {
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII);
                PEMParser parser = new PEMParser(reader)) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof PrivateKeyInfo key) {
                    return converter.getPrivateKey(key);
                }
                if (part instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (part instanceof PEMEncryptedKeyPair || part instanceof PKCS8EncryptedPrivateKeyInfo) {
                    throw new IOException(file + ": expected a key without a password");
                }
            }
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (org.bouncycastle.openssl.PEMException | java.nio.charset.CharacterCodingException e) {
            throw new IOException(file + ": expected a private key in PEM", e);
        }
        throw new IOException(file + ": expected a private key in PEM, got none");
    }

    static boolean belongs(PrivateKey key, PublicKey certified) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC", "ECDSA" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certified);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
