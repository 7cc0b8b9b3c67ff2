package dev.caraway.server.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;

/**
 * TLS 1.2 and 1.3 between hosts: each proves itself with the server's certificate and believes the certificates of the CA
 * in the server's files. Who connects also wants the right name in the other's.
 */
public final class HostTls {

    private final SslContext connecting;
    private final SslContext accepting;
    private final Executor handshakes;

    private HostTls(SslContext connecting, SslContext accepting, Executor handshakes) {
        this.connecting = connecting;
        this.accepting = accepting;
        this.handshakes = handshakes;
    }

    /**
     * TLS with this certificate, which must be good for both ends of a connection, and these suites.
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
        try {
            SslContextBuilder client = SslContextBuilder.forClient()
                    .keyManager(material.key(), Tls.presented(material))
                    .trustManager(material.authorities());
            SslContextBuilder server = SslContextBuilder.forServer(material.key(), Tls.presented(material))
                    .trustManager(material.authorities())
                    .clientAuth(ClientAuth.REQUIRE);
            return new HostTls(Tls.build(client, ciphers), Tls.build(server, ciphers), handshakes);
        } catch (SSLException e) {
            throw new IllegalArgumentException("TLS: cannot use the key or the certificate: " + e.getMessage(), e);
        }
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
}
