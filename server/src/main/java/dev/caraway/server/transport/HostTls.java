package dev.caraway.server.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * TLS 1.2 and 1.3 between hosts: each proves itself with the server's certificate and believes the certificates of the CA
 * in the server's files. Who connects also wants the right name in the other's.
 */
public final class HostTls {

    /** As the JDK calls it where the suite does not say by which kind of key a server proves itself. */
    private static final String ANY_KIND = "UNKNOWN";

    private final SslContext connecting;
    private final SslContext accepting;
    private final Executor handshakes;

    private HostTls(SslContext connecting, SslContext accepting, Executor handshakes) {
        this.connecting = connecting;
        this.accepting = accepting;
        this.handshakes = handshakes;
    }

    /**
     * TLS with this certificate, a server's, and these suites.
     *
     * @param material with at least one authority, since nobody else would be believed
     * @param ciphers as for {@link Tls#of}
     * @param handshakes runs the signatures of handshakes, which take milliseconds, away from the loop
     * @throws IllegalArgumentException with one line if the ciphers cannot be had or the key cannot be used
     */
    public static HostTls of(TlsMaterial material, String ciphers, Executor handshakes) {
        if (material.authorities().isEmpty()) {
            throw new IllegalArgumentException("TLS between hosts: expected the certificate of a CA, got none");
        }
        SslContextBuilder client = SslContextBuilder.forClient()
                .keyManager(material.key(), Tls.presented(material))
                .trustManager(material.authorities())
                .endpointIdentificationAlgorithm("HTTPS");
        SslContextBuilder server = SslContextBuilder.forServer(material.key(), Tls.presented(material))
                .trustManager(new ServersTrust(material.authorities()))
                .clientAuth(ClientAuth.REQUIRE);
        return new HostTls(Tls.build(client, ciphers), Tls.build(server, ciphers), handshakes);
    }

    SslHandler connecting(ByteBufAllocator allocator, String certifiedName, int port, long limitMillis) {
        SslHandler handler = connecting.newHandler(allocator, certifiedName, port, handshakes);
        handler.setHandshakeTimeoutMillis(limitMillis);
        return handler;
    }

    SslHandler accepting(ByteBufAllocator allocator, long limitMillis) {
        SslHandler handler = accepting.newHandler(allocator, handshakes);
        handler.setHandshakeTimeoutMillis(limitMillis);
        return handler;
    }

    /**
     * Believes servers, also where they connect: who may use a control port has a certificate of the same CA, for clients,
     * and may not bring guests by that.
     */
    private static final class ServersTrust implements X509TrustManager {

        private final X509TrustManager servers;

        ServersTrust(List<X509Certificate> authorities) {
            try {
                KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
                trusted.load(null, null);
                for (int i = 0; i < authorities.size(); i++) {
                    trusted.setCertificateEntry("authority" + i, authorities.get(i));
                }
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init(trusted);
                servers = (X509TrustManager) factory.getTrustManagers()[0];
            } catch (GeneralSecurityException | IOException e) {
                throw new IllegalStateException("TLS between hosts: expected a JDK that knows X.509", e);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            servers.checkServerTrusted(chain, ANY_KIND);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            servers.checkServerTrusted(chain, kind);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return servers.getAcceptedIssuers();
        }
    }
}
