package dev.caraway.server.launcher;

import dev.caraway.protocol.image.ImageCompression;
import dev.caraway.server.ClientPolicy;
import dev.caraway.server.SpiceServerBuilder;
import dev.caraway.server.StreamingVideo;
import dev.caraway.server.UnsignedMigration;
import dev.caraway.server.WanCompression;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What {@code --spice} says, checked.
 *
 * @param ciphers OpenSSL's or the JDK's names, checked by the server
 * @param vvFile where to write a connection file
 * @param maxUnauthenticated empty for the server's own limit
 */
record SpiceOption(
        ListenOption listen,
        AccessOption access,
        TlsOption tls,
        Optional<String> ciphers,
        ChannelOption channels,
        Optional<Path> vvFile,
        ClientPolicy clients,
        OptionalInt maxUnauthenticated,
        ImageCompression compression,
        WanCompression jpeg,
        WanCompression zlibGlz,
        StreamingVideo streaming,
        boolean seamlessMigration,
        UnsignedMigration unsignedMigration) {

    /** More is a mistake rather than a limit. */
    private static final int MAX_MAX_UNAUTHENTICATED = 65_535;

    /** Reads all {@code --spice} options as one, as QEMU does; none means the desktop's own address. */
    static SpiceOption parse(List<String> options) throws LaunchException {
        SpiceValues values = SpiceValues.parse(options);
        ListenOption listen = ListenOption.of(values);
        return new SpiceOption(
                listen,
                AccessOption.of(values, listen.isLocal()),
                TlsOption.of(values, listen.hasTls()),
                values.text(SpiceKey.TLS_CIPHERS),
                ChannelOption.of(values, listen),
                values.path(SpiceKey.VV_FILE).map(Path::of),
                values.text(SpiceKey.CLIENTS)
                        .map(word -> ClientPolicy.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(ClientPolicy.SHARE),
                values.number(SpiceKey.MAX_UNAUTHENTICATED, 1, MAX_MAX_UNAUTHENTICATED),
                values.text(SpiceKey.IMAGE_COMPRESSION)
                        .map(word -> ImageCompression.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(ImageCompression.AUTO_GLZ),
                wanCompression(values, SpiceKey.JPEG),
                wanCompression(values, SpiceKey.ZLIB_GLZ),
                values.text(SpiceKey.STREAMING_VIDEO)
                        .map(word -> StreamingVideo.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(StreamingVideo.FILTER),
                values.isOn(SpiceKey.SEAMLESS_MIGRATION).orElse(true),
                values.text(SpiceKey.UNSIGNED_MIGRATION)
                        .map(word -> UnsignedMigration.valueOf(word.toUpperCase(Locale.ROOT)))
                        .orElse(UnsignedMigration.SANITIZE));
    }

    private static WanCompression wanCompression(SpiceValues values, SpiceKey key) throws LaunchException {
        return values.text(key)
                .map(word -> WanCompression.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(WanCompression.AUTO);
    }

    void applyTo(SpiceServerBuilder builder) {
        listen.applyTo(builder);
        access.applyTo(builder);
        tls.applyTo(builder);
        ciphers.ifPresent(builder::tlsCiphers);
        channels.applyTo(builder);
        builder.clients(clients);
        maxUnauthenticated.ifPresent(builder::maxUnauthenticated);
        builder.imageCompression(compression);
        builder.jpegCompression(jpeg);
        builder.zlibGlzCompression(zlibGlz);
        builder.streamingVideo(streaming);
        builder.seamlessMigration(seamlessMigration);
        builder.unsignedMigration(unsignedMigration);
    }
}
