package dev.caraway.server;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.image.ImageCompression;
import dev.caraway.server.ServerOptions.ChannelSecurity;
import dev.caraway.server.ServerOptions.Listening;
import dev.caraway.server.ServerOptions.TlsFiles;
import dev.caraway.server.compression.CompressionPolicy;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.link.Ticket;
import dev.caraway.server.rehearsal.DisplayRehearsal;
import dev.caraway.server.transport.DiscardedOutbox;
import dev.caraway.server.transport.ListenAddress;
import dev.caraway.server.video.StreamingMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says what a {@link SpiceServer} shall be, and starts it. Not thread-safe; each builder starts one server.
 *
 * <p>A guest and an address are required, and so is a decision about passwords: either {@link #password}, or {@link
 * #requirePassword} for one that comes later, or {@link #disableTicketing}.
 */
public final class SpiceServerBuilder {

    private final List<Listening> addresses = new ArrayList<>();
    private final Map<ChannelType, ChannelSecurity> security = new EnumMap<>(ChannelType.class);
    private String name = "caraway";
    private UUID uuid = new UUID(0, 0);
    private @Nullable Guest guest;
    private @Nullable TlsFiles tls;
    private String tlsCiphers = "DEFAULT";
    private @Nullable Boolean ticketing;
    private char @Nullable [] password;
    private ImageCompression imageCompression = CompressionPolicy.DEFAULT.images();
    private WanCompression jpegCompression = WanCompression.AUTO;
    private WanCompression zlibGlzCompression = WanCompression.AUTO;
    private StreamingVideo streamingVideo = StreamingVideo.FILTER;
    private ClientPolicy clients = ClientPolicy.SHARE;
    private int maxUnauthenticated = 64;
    private boolean startPaused;
    private boolean incoming;
    private boolean rehearsesMoves;
    private boolean seamlessMigration = true;
    private UnsignedMigration unsignedMigration = UnsignedMigration.SANITIZE;
    private @Nullable DisplayRehearsal rehearsal;

    SpiceServerBuilder() {}

    /** What clients show as the title; {@code caraway} if nobody says otherwise. */
    public SpiceServerBuilder name(String name) {
        this.name = name;
        return this;
    }

    /** The machine's identity; all zeros if nobody says otherwise. */
    public SpiceServerBuilder uuid(UUID uuid) {
        this.uuid = uuid;
        return this;
    }

    /** The machine that is shown and driven. */
    public SpiceServerBuilder guest(Guest guest) {
        this.guest = guest;
        return this;
    }

    /**
     * Listens in the clear; may be called for several addresses.
     *
     * @param host a name or an address without brackets; empty for all addresses of this machine
     * @param port 0 takes a free one, see {@link SpiceServer#endpoints}
     */
    public SpiceServerBuilder listen(String host, int port) {
        return listen(host, port, IpVersion.ANY);
    }

    /** The same on IPv4 addresses or on IPv6 addresses alone. */
    public SpiceServerBuilder listen(String host, int port, IpVersion version) {
        addresses.add(new Listening(tcp(host, port, version), false));
        return this;
    }

    /** Listens on a unix socket; its file is made, and deleted in the end. */
    public SpiceServerBuilder listen(Path socket) {
        addresses.add(new Listening(new ListenAddress.Unix(socket), false));
        return this;
    }

    /** Listens with TLS, which needs a certificate. */
    public SpiceServerBuilder listenTls(String host, int port) {
        return listenTls(host, port, IpVersion.ANY);
    }

    /** The same on IPv4 addresses or on IPv6 addresses alone. */
    public SpiceServerBuilder listenTls(String host, int port, IpVersion version) {
        addresses.add(new Listening(tcp(host, port, version), true));
        return this;
    }

    /** Takes {@code server-key.pem}, {@code server-cert.pem} and {@code ca-cert.pem} from a directory. */
    public SpiceServerBuilder x509Directory(Path directory) {
        tls = new TlsFiles.Directory(directory);
        return this;
    }

    /** The same, and makes a CA and a certificate for every local address there if there are none. */
    public SpiceServerBuilder selfSigned(Path directory) {
        tls = new TlsFiles.SelfSigned(directory);
        return this;
    }

    /** Takes key and certificates from PEM files; {@code authority} may be null. */
    public SpiceServerBuilder x509Files(Path key, Path certificate, @Nullable Path authority) {
        tls = new TlsFiles.Files(key, certificate, Optional.ofNullable(authority));
        return this;
    }

    /** Cipher suites by OpenSSL's or the JDK's names. */
    public SpiceServerBuilder tlsCiphers(String ciphers) {
        tlsCiphers = ciphers;
        return this;
    }

    /** This channel only with TLS. */
    public SpiceServerBuilder tlsChannel(ChannelType channel) {
        security.put(channel, ChannelSecurity.TLS_ONLY);
        return this;
    }

    /** This channel only in the clear. */
    public SpiceServerBuilder plaintextChannel(ChannelType channel) {
        security.put(channel, ChannelSecurity.PLAIN_ONLY);
        return this;
    }

    /** Clients must know this password, at most 60 bytes of UTF-8. The array may be overwritten afterwards. */
    public SpiceServerBuilder password(char[] password) {
        forgetPassword();
        this.password = password.clone();
        ticketing = true;
        return this;
    }

    /** Nobody can connect until {@link SpiceServer#setPassword} is called. */
    public SpiceServerBuilder requirePassword() {
        ticketing = true;
        return this;
    }

    /** Everybody can connect; a password that was said before is forgotten. */
    public SpiceServerBuilder disableTicketing() {
        forgetPassword();
        ticketing = false;
        return this;
    }

    /** How images are compressed unless a client prefers another way; {@code AUTO_GLZ} if nobody says otherwise. */
    public SpiceServerBuilder imageCompression(ImageCompression compression) {
        imageCompression = compression;
        return this;
    }

    /**
     * Whether photographs travel as JPEG first, and their detail after them when nothing else is to be sent; {@code AUTO},
     * if nobody says otherwise, means to clients whose link carries less than 3 MB a second.
     */
    public SpiceServerBuilder jpegCompression(WanCompression when) {
        jpegCompression = when;
        return this;
    }

    /** Whether images compressed with GLZ are compressed once more, with zlib. */
    public SpiceServerBuilder zlibGlzCompression(WanCompression when) {
        zlibGlzCompression = when;
        return this;
    }

    /** What is streamed as video; what looks like one unless somebody says otherwise. */
    public SpiceServerBuilder streamingVideo(StreamingVideo what) {
        streamingVideo = what;
        return this;
    }

    /** What happens when a second client comes; they share unless somebody says otherwise. */
    public SpiceServerBuilder clients(ClientPolicy policy) {
        clients = policy;
        return this;
    }

    /** How many sockets may be linking at once, 64 unless somebody says otherwise. */
    public SpiceServerBuilder maxUnauthenticated(int sockets) {
        if (sockets < 1) {
            throw new IllegalArgumentException("unauthenticated sockets " + sockets + ": expected 1 or more");
        }
        maxUnauthenticated = sockets;
        return this;
    }

    /** The guest stands still until {@link SpiceServer#resume}. */
    public SpiceServerBuilder startPaused(boolean paused) {
        startPaused = paused;
        return this;
    }

    /** The guest comes from another host, see {@link Migration#listen}; until then it stands still. */
    public SpiceServerBuilder awaitGuest() {
        incoming = true;
        return this;
    }

    /** Whether clients that move to another host, or come from there, keep all they have; they do by default. */
    public SpiceServerBuilder seamlessMigration(boolean seamless) {
        seamlessMigration = seamless;
        return this;
    }

    /** What becomes of clients that no other server vouches for; {@code SANITIZE} if nobody says otherwise. */
    public SpiceServerBuilder unsignedMigration(UnsignedMigration how) {
        unsignedMigration = how;
        return this;
    }

    /**
     * Moves a made-up guest between made-up hosts in the server's memory a few times, so that the JVM has compiled what the
     * real guest will stand still for: at once where one is awaited, else some seconds after the start. It takes up to a
     * second of a processor's time and ends when something real begins. What is logged meanwhile has
     * {@code caraway.rehearsal} in its context.
     */
    public SpiceServerBuilder rehearseMoves() {
        rehearsesMoves = true;
        return this;
    }

    /**
     * Begins at once, on a thread of its own, to show a made-up desktop to nobody, so that the JVM has compiled the code
     * when the first client looks. It ends when that one comes, and after a second in any case; the second server of a
     * process has nothing from it.
     */
    public SpiceServerBuilder rehearseDisplay() {
        // What goes nowhere has no place in a log of messages.
        if (rehearsal == null && !DiscardedOutbox.isLogged()) {
            rehearsal = DisplayRehearsal.begin(new RehearsalStage());
        }
        return this;
    }

    /**
     * Starts the server; not on the loop of another one. The builder keeps the password until that succeeds, and then
     * overwrites it.
     *
     * @throws IllegalStateException if something required was not said, or a channel could be had on no address
     * @throws IllegalArgumentException if something cannot be, such as a cipher that is not known
     * @throws IOException if an address cannot be had or a file cannot be read, in one line
     * @throws dev.caraway.server.guest.GuestException if the guest throws something when it is asked for its parts or told
     *     to run, or gives null
     */
    public SpiceServer start() throws IOException {
        boolean hasStarted = false;
        try {
            SpiceServer server = RunningServer.start(options());
            hasStarted = true;
            forgetPassword();
            return server;
        } finally {
            if (!hasStarted && rehearsal != null) {
                rehearsal.end();
            }
        }
    }

    private void forgetPassword() {
        if (password != null) {
            Arrays.fill(password, '\0');
            password = null;
        }
    }

    private static ListenAddress tcp(String host, int port, IpVersion version) {
        return new ListenAddress.Tcp(host, port, ListenAddress.IpVersion.valueOf(version.name()));
    }

    private static dev.caraway.server.compression.WanCompression onLink(WanCompression when) {
        return dev.caraway.server.compression.WanCompression.valueOf(when.name());
    }

    /** Everything that was said, checked. */
    ServerOptions options() {
        if (guest == null) {
            throw new IllegalStateException("guest: expected one");
        }
        if (addresses.isEmpty()) {
            throw new IllegalStateException("address: expected one or more to listen on");
        }
        if (ticketing == null) {
            throw new IllegalStateException("password: expected one, or ticketing to be disabled");
        }
        boolean listensWithTls = addresses.stream().anyMatch(Listening::encrypted);
        if (listensWithTls && tls == null) {
            throw new IllegalStateException("tls: expected x509 files, or a directory for them");
        }
        if (!listensWithTls && security.containsValue(ChannelSecurity.TLS_ONLY)) {
            throw new IllegalStateException("tls channel: expected an address with TLS, got none");
        }
        if (security.containsValue(ChannelSecurity.PLAIN_ONLY)
                && addresses.stream().allMatch(Listening::encrypted)) {
            throw new IllegalStateException("plaintext channel: expected an address in the clear, got none");
        }
        return new ServerOptions(
                name,
                uuid,
                guest,
                List.copyOf(addresses),
                Optional.ofNullable(tls),
                tlsCiphers,
                Map.copyOf(security),
                ticketing,
                Optional.ofNullable(password).map(Ticket::of),
                new CompressionPolicy(imageCompression, onLink(jpegCompression), onLink(zlibGlzCompression)),
                StreamingMode.valueOf(streamingVideo.name()),
                clients,
                maxUnauthenticated,
                startPaused,
                incoming,
                rehearsesMoves,
                seamlessMigration,
                unsignedMigration,
                Optional.ofNullable(rehearsal));
    }
}
