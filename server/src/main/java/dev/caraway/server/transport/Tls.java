package dev.caraway.server.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** TLS 1.2 and 1.3 as this server speaks it: with its certificate and these suites. */
public final class Tls {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final SslContext context;
    private final Executor handshakes;

    private Tls(SslContext context, Executor handshakes) {
        this.context = context;
        this.handshakes = handshakes;
    }

    /**
     * TLS with this certificate and these suites, which asks clients for none.
     *
     * @param ciphers OpenSSL's or the JDK's names, see {@link TlsCiphers}; {@code DEFAULT} for the JDK's choice
     * @param handshakes runs the signatures of handshakes, which take milliseconds, away from the loop
     * @throws IllegalArgumentException with one line if the ciphers cannot be had or the key cannot be used
     */
    public static Tls of(TlsMaterial material, String ciphers, Executor handshakes) {
        return new Tls(build(server(material).clientAuth(ClientAuth.NONE), ciphers), handshakes);
    }

    /**
     * The same, where clients too must have a certificate: one that an authority of {@code material} issued for clients.
     *
     * @throws IllegalArgumentException also if there is no authority
     */
    public static Tls mutual(TlsMaterial material, String ciphers, Executor handshakes) {
        if (material.authorities().isEmpty()) {
            throw new IllegalArgumentException("TLS: expected the certificate of the clients' CA");
        }
        return new Tls(
                build(server(material).trustManager(material.authorities()).clientAuth(ClientAuth.REQUIRE), ciphers),
                handshakes);
    }

    private static SslContextBuilder server(TlsMaterial material) {
        return SslContextBuilder.forServer(material.key(), presented(material));
    }

    static SslContext build(SslContextBuilder context, String ciphers) {
        try {
            return context.sslProvider(SslProvider.JDK)
                    .protocols(PROTOCOLS)
                    .ciphers(TlsCiphers.select(ciphers, offeredSuites()))
                    // As little resumption as the JDK can be told: 0 would mean its default.
                    .sessionCacheSize(1)
                    .sessionTimeout(1)
                    .build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("TLS: cannot use the key or the certificate: " + e.getMessage(), e);
        }
    }

    SslHandler newHandler(ByteBufAllocator allocator, long handshakeLimitMillis) {
        SslHandler handler = context.newHandler(allocator, handshakes);
        // Each write its own records: see SocketOutbox.
        handler.setWrapDataSize(0);
        handler.setHandshakeTimeoutMillis(handshakeLimitMillis);
        return handler;
    }

    /** The chain as the files have it; a CA that issued its last certificate is added, which harms nobody. */
    static List<X509Certificate> presented(TlsMaterial material) {
        List<X509Certificate> chain = new ArrayList<>(material.chain());
        X509Certificate last = chain.get(chain.size() - 1);
        for (X509Certificate authority : material.authorities()) {
            if (!chain.contains(authority)
                    && authority.getSubjectX500Principal().equals(last.getIssuerX500Principal())) {
                chain.add(authority);
                break;
            }
        }
        return chain;
    }

    private static List<String> offeredSuites() {
        try {
            return List.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites()).stream()
                    .filter(suite -> !suite.equals("TLS_EMPTY_RENEGOTIATION_INFO_SCSV"))
                    .toList();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("TLS: the JDK has none", e);
        }
    }
}
