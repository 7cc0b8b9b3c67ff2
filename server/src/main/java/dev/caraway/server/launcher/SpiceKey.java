package dev.caraway.server.launcher;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The keys of {@code --spice}, in the order in which the help shows them. */
enum SpiceKey {
    PORT("port", "N", "listen here in the clear; 0 takes a free port (5930 if no address is given at all)"),
    TLS_PORT("tls-port", "N", "listen here with TLS; needs x509-dir, or x509-key-file and x509-cert-file"),
    ADDR("addr", "HOST", "where to listen (default 127.0.0.1); empty or 0.0.0.0 for everywhere"),
    IPV4("ipv4", "on|off", "only IPv4 addresses of addr"),
    IPV6("ipv6", "on|off", "only IPv6 addresses of addr"),
    UNIX("unix", "on|off", "listen on a unix socket; addr is its path"),
    PASSWORD("password", "TEXT", "clients must know this, 1 to 60 bytes (others see it in the process list)"),
    PASSWORD_FILE("password-file", "PATH", "the same from a file, which keeps it out of the process list"),
    DISABLE_TICKETING(
            "disable-ticketing",
            "on|off",
            "on: everybody can connect (the default on loopback); off: nobody before set_password on the control port"),
    X509_DIR("x509-dir", "PATH", "directory with server-key.pem, server-cert.pem and ca-cert.pem"),
    X509_KEY_FILE("x509-key-file", "PATH", "the server's key in PEM, without a password"),
    X509_CERT_FILE("x509-cert-file", "PATH", "the server's certificate in PEM"),
    X509_CACERT_FILE("x509-cacert-file", "PATH", "the CA's certificate in PEM, for the .vv file"),
    TLS("tls", "auto", "make a CA and a certificate for every local address in x509-dir"),
    TLS_CIPHERS("tls-ciphers", "NAMES", "OpenSSL's names such as HIGH, or the JDK's"),
    TLS_CHANNEL("tls-channel", "NAME", "this channel only with TLS (may be given more than once)"),
    PLAINTEXT_CHANNEL("plaintext-channel", "NAME", "this channel only in the clear (likewise)"),
    VV_FILE("vv-file", "PATH", "write a file that remote-viewer opens, with the CA in it"),
    CLIENTS("clients", "share|refuse|takeover", "what happens when a second client comes (share)"),
    MAX_UNAUTHENTICATED("max-unauthenticated", "N", "how many sockets may be linking at once (64)"),
    IMAGE_COMPRESSION(
            "image-compression",
            "off|auto_glz|auto_lz|quic|glz|lz|lz4",
            "how images travel (auto_glz: QUIC for photographs, GLZ for the rest)"),
    STREAMING_VIDEO(
            "streaming-video",
            "off|filter|all",
            "what is sent as video rather than as pictures (filter: what looks like one)"),
    JPEG(
            "jpeg-wan-compression",
            "auto|never|always",
            "photographs as JPEG first and exact when it is quiet (auto: on links below 24 Mbit/s)"),
    ZLIB_GLZ(
            "zlib-glz-wan-compression", "auto|never|always", "whether GLZ is compressed once more by zlib (auto: yes)"),
    AGENT_MOUSE("agent-mouse", "on|off", "no agent in this version"),
    PLAYBACK_COMPRESSION("playback-compression", "on|off", "no sound in this version"),
    SEAMLESS_MIGRATION("seamless-migration", "on|off", "whether clients that change hosts keep all they have (on)"),
    UNSIGNED_MIGRATION(
            "unsigned-migration",
            "sanitize|refuse|trust",
            "what a client's word about its session counts when no other host vouches for it (sanitize)"),
    DISABLE_COPY_PASTE("disable-copy-paste", "on|off", "no agent in this version"),
    DISABLE_AGENT_FILE_XFER("disable-agent-file-xfer", "on|off", "likewise");

    private static final String SWITCH = "on|off";

    private final String label;
    /** The words that may follow, separated by bars; or in capitals what any text there means. */
    private final String form;

    private final String help;

    SpiceKey(String label, String form, String help) {
        this.label = label;
        this.form = form;
        this.help = help;
    }

    static Optional<SpiceKey> of(String label) {
        return Arrays.stream(values()).filter(key -> key.label.equals(label)).findFirst();
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(SpiceKey::label).toList();
    }

    String label() {
        return label;
    }

    /** What is written after the key. */
    String form() {
        return form;
    }

    boolean isSwitch() {
        return form.equals(SWITCH);
    }

    /** The words that may be its value, or none where any text may come. */
    List<String> choices() {
        return Character.isUpperCase(form.charAt(0)) ? List.of() : List.of(form.split("\\|", -1));
    }

    String help() {
        return help;
    }
}
