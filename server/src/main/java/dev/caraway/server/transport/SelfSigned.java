package dev.caraway.server.transport;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes a CA and a server certificate with the file names of an x509-dir, so that TLS needs no preparation: clients are
 * given {@code ca-cert.pem}.
 *
 * <p>What is there is kept as long as it is good: the CA so that clients go on trusting, the server's certificate until a
 * month before its end or until this machine has an address that it does not name.
 */
public final class SelfSigned {

    /** The CA's key; nobody but its owner may read it, and no server needs it. */
    public static final String CA_KEY_FILE = "ca-key.pem";

    /** QEMU's names for what a client of a control port proves itself with. */
    public static final String CLIENT_KEY_FILE = "client-key.pem";

    public static final String CLIENT_CERTIFICATE_FILE = "client-cert.pem";

    private static final Duration SERVER_VALIDITY = Duration.ofDays(825);
    private static final Duration CA_VALIDITY = Duration.ofDays(3650);
    private static final Duration RENEWAL = Duration.ofDays(30);

    /** Clocks differ: a certificate is good since yesterday. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

    private static final String SIGNATURE = "SHA256withECDSA";
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private SelfSigned() {}

    /** What signs certificates. */
    private record Authority(PrivateKey key, X509Certificate certificate) {}

    /**
     * The material in {@code directory} for every name and address of this machine, made where it is missing.
     *
     * @throws IOException with one line, if the directory cannot be written or holds files that are not of one make
     */
    public static TlsMaterial inDirectory(Path directory, Instant now) throws IOException {
        return inDirectory(directory, localNames(), now);
    }

    /**
     * As {@link #inDirectory(Path, Instant)}, for these names.
     *
     * @param names host names, and addresses without brackets
     */
    static TlsMaterial inDirectory(Path directory, Set<String> names, Instant now) throws IOException {
        try {
            Files.createDirectories(directory);
            if (isGood(directory, names, now)) {
                return TlsMaterial.fromDirectory(directory);
            }
            Authority authority = authority(directory, now);
            KeyPair server = newKeyPair();
            X509Certificate certificate = certificate(
                    authority, server.getPublic(), name("Caraway server"), KeyPurposeId.id_kp_serverAuth, names, now);
            write(directory.resolve(TlsMaterial.SERVER_KEY_FILE), server.getPrivate(), "rw-------");
            write(directory.resolve(TlsMaterial.SERVER_CERTIFICATE_FILE), certificate, "rw-r--r--");
            return TlsMaterial.fromDirectory(directory);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException(directory + ": cannot make certificates: " + e.getMessage(), e);
        }
    }

    /**
     * As {@link #inDirectory(Path, Instant)}, with a certificate for clients beside the server's. None is made where the
     * CA's key is not.
     */
    public static TlsMaterial withClient(Path directory, Instant now) throws IOException {
        TlsMaterial material = inDirectory(directory, now);
        try {
            Path keyFile = directory.resolve(CLIENT_KEY_FILE);
            Path certificateFile = directory.resolve(CLIENT_CERTIFICATE_FILE);
            if (!Files.exists(directory.resolve(CA_KEY_FILE))
                    || isGoodClient(keyFile, certificateFile, material, now)) {
                return material;
            }
            KeyPair client = newKeyPair();
            X509Certificate certificate = certificate(
                    authority(directory, now),
                    client.getPublic(),
                    name("Caraway client"),
                    KeyPurposeId.id_kp_clientAuth,
                    Set.of(),
                    now);
            write(keyFile, client.getPrivate(), "rw-------");
            write(certificateFile, certificate, "rw-r--r--");
            return material;
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException(directory + ": cannot make certificates: " + e.getMessage(), e);
        }
    }

    private static boolean isGoodClient(Path keyFile, Path certificateFile, TlsMaterial material, Instant now)
            throws IOException {
        if (!Files.exists(keyFile) || !Files.exists(certificateFile)) {
            return false;
        }
        X509Certificate certificate =
                TlsMaterial.readCertificates(certificateFile).get(0);
        return isValid(certificate, now)
                && isSignedBy(certificate, material.authorities().get(0))
                && TlsMaterial.belongs(TlsMaterial.readKey(keyFile), certificate.getPublicKey());
    }

    /** The names by which this machine may be reached: its own, localhost, and the address of every interface. */
    static Set<String> localNames() throws IOException {
        Set<String> names = new TreeSet<>(List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"));
        try {
            names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            // A machine whose name does not resolve is reached by its addresses.
            return withInterfaces(names);
        }
        return withInterfaces(names);
    }

    private static Set<String> withInterfaces(Set<String> names) throws IOException {
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            each.inetAddresses()
                    .map(InetAddress::getHostAddress)
                    .map(SelfSigned::withoutScope)
                    .forEach(names::add);
        }
        return names;
    }

    private static String withoutScope(String address) {
        int scope = address.indexOf('%');
        return scope < 0 ? address : address.substring(0, scope);
    }

    private static boolean isGood(Path directory, Set<String> names, Instant now) throws IOException {
        if (!Files.exists(directory.resolve(TlsMaterial.SERVER_CERTIFICATE_FILE))
                || !Files.exists(directory.resolve(TlsMaterial.SERVER_KEY_FILE))
                || !Files.exists(directory.resolve(TlsMaterial.CA_CERTIFICATE_FILE))) {
            return false;
        }
        TlsMaterial material = TlsMaterial.fromDirectory(directory);
        if (!Files.exists(directory.resolve(CA_KEY_FILE))) {
            // Not made here, or its key was put away: whoever did that renews it.
            return true;
        }
        return isValid(material.certificate(), now)
                && isValid(material.authorities().get(0), now)
                && isSignedBy(material.certificate(), material.authorities().get(0))
                && certifiedNames(material.certificate()).containsAll(names);
    }

    private static boolean isValid(X509Certificate certificate, Instant now) {
        return !certificate.getNotBefore().toInstant().isAfter(now)
                && certificate.getNotAfter().toInstant().isAfter(now.plus(RENEWAL));
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate authority) {
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Set<String> certifiedNames(X509Certificate certificate) throws IOException {
        Set<String> names = new TreeSet<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.forEach(alternative -> names.add(String.valueOf(alternative.get(1))));
            }
        } catch (CertificateException e) {
            throw new IOException("subject alternative names: " + e.getMessage(), e);
        }
        return names;
    }

    private static Authority authority(Path directory, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        Path keyFile = directory.resolve(CA_KEY_FILE);
        Path certificateFile = directory.resolve(TlsMaterial.CA_CERTIFICATE_FILE);
        if (Files.exists(keyFile) && Files.exists(certificateFile)) {
            PrivateKey key = TlsMaterial.readKey(keyFile);
            X509Certificate certificate =
                    TlsMaterial.readCertificates(certificateFile).get(0);
            if (!TlsMaterial.belongs(key, certificate.getPublicKey())) {
                throw new IOException(keyFile + ": the key does not match the certificate in " + certificateFile);
            }
            if (isValid(certificate, now)) {
                return new Authority(key, certificate);
            }
        } else if (Files.exists(certificateFile)) {
            throw new IOException(keyFile + ": no such file, so no certificate can be made for " + certificateFile);
        }
        KeyPair pair = newKeyPair();
        X509Certificate certificate = caCertificate(pair, now);
        write(keyFile, pair.getPrivate(), "rw-------");
        write(certificateFile, certificate, "rw-r--r--");
        return new Authority(pair.getPrivate(), certificate);
    }

    private static X509Certificate caCertificate(KeyPair pair, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        BigInteger serial = newSerial();
        // The number in the name: a client that keeps an older CA of this machine must not take it for this one.
        X500Name name = name("Caraway CA " + serial.toString(16).substring(0, 8));
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, serial, start(now), Date.from(now.plus(CA_VALIDITY)), name, pair.getPublic());
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(pair.getPublic()));
        return signed(builder, pair.getPrivate());
    }

    private static X509Certificate certificate(
            Authority authority, PublicKey key, X500Name subject, KeyPurposeId purpose, Set<String> names, Instant now)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        X500Name issuer = new X509CertificateHolder(authority.certificate().getEncoded()).getSubject();
        Instant end = now.plus(SERVER_VALIDITY);
        Instant issuerEnd = authority.certificate().getNotAfter().toInstant();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer, newSerial(), start(now), Date.from(end.isBefore(issuerEnd) ? end : issuerEnd), subject, key);
        JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        builder.addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(key));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                extensions.createAuthorityKeyIdentifier(authority.certificate().getPublicKey()));
        if (!names.isEmpty()) {
            builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
        }
        return signed(builder, authority.key());
    }

    private static GeneralNames alternatives(Set<String> names) {
        List<GeneralName> alternatives = new ArrayList<>();
        for (String name : names) {
            boolean isAddress = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
            alternatives.add(new GeneralName(isAddress ? GeneralName.iPAddress : GeneralName.dNSName, name));
        }
        return new GeneralNames(alternatives.toArray(GeneralName[]::new));
    }

    private static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static Date start(Instant now) {
        return Date.from(now.minus(CLOCK_TOLERANCE));
    }

    private static BigInteger newSerial() {
        return new BigInteger(120, new SecureRandom()).setBit(120);
    }

    private static KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE)
                        .setProvider(PROVIDER)
                        .build(key)));
    }

    /** Through a file beside it, so that nobody ever reads half of one or reads a key before its mode is set. */
    private static void write(Path file, Object content, String mode) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            if (content instanceof PrivateKey key) {
                pem.writeObject(new org.bouncycastle.openssl.jcajce.JcaPKCS8Generator(key, null));
            } else {
                pem.writeObject(content);
            }
        }
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                ".new",
                ".pem",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text.toString(), StandardCharsets.US_ASCII);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(mode));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
