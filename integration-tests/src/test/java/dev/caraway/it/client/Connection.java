package dev.caraway.it.client;

import dev.caraway.protocol.wire.Bytes;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A TCP connection, plain or TLS, on which a test says and hears bytes. Reading waits at most a quarter of a minute. */
public final class Connection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 15_000;

    private final Socket socket;

    private Connection(Socket socket) {
        this.socket = socket;
    }

    /** Connects to a port of this machine. */
    public static Connection plain(int port) throws IOException {
        return new Connection(connect(port, 0));
    }

    /** The same with a small receive buffer: a peer that is not read from is felt by the server soon. */
    public static Connection narrow(int port, int receiveBufferBytes) throws IOException {
        return new Connection(connect(port, receiveBufferBytes));
    }

    /** The same with TLS, trusting the CA whose certificate is in the PEM file {@code authority}, and nobody else. */
    public static Connection tls(int port, Path authority) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(authority)) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        Socket plain = connect(port, 0);
        return new Connection(context.getSocketFactory().createSocket(plain, "127.0.0.1", port, true));
    }

    private static Socket connect(int port, int receiveBufferBytes) throws IOException {
        Socket socket = new Socket();
        if (receiveBufferBytes > 0) {
            socket.setReceiveBufferSize(receiveBufferBytes);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** From now on reading waits for as long as it takes: for the thread of a linked channel. */
    void waitForEver() throws SocketException {
        socket.setSoTimeout(0);
    }

    public void write(Bytes bytes) throws IOException {
        socket.getOutputStream().write(bytes.array(), bytes.offset(), bytes.length());
    }

    /** Reads exactly so many bytes; {@link EOFException} when the peer closes before. */
    public Bytes read(int count) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("expected " + count + " bytes, got " + bytes.length + " and the end");
        }
        return Bytes.wrap(bytes);
    }

    /** What arrives until the peer closes in good order; an {@link IOException} when it resets or keeps silent. */
    public Bytes readToEnd() throws IOException {
        return Bytes.wrap(socket.getInputStream().readAllBytes());
    }

    /** Waits until the peer has closed, in good order or not; what it still says is dropped. */
    public void awaitEnd() throws IOException {
        try {
            socket.getInputStream().skip(Long.MAX_VALUE);
            readToEnd();
        } catch (SocketException reset) {
            // A peer that closes while our bytes are on their way resets; that is an end too.
        }
    }

    /** Says that nothing more will come, and goes on listening. */
    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection as a crash does. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
