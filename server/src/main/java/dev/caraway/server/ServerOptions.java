package dev.caraway.server;

import dev.caraway.protocol.ChannelType;
import dev.caraway.server.compression.CompressionPolicy;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.link.Ticket;
import dev.caraway.server.rehearsal.DisplayRehearsal;
import dev.caraway.server.transport.ListenAddress;
import dev.caraway.server.video.StreamingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Everything that was said to the builder, checked. */
record ServerOptions(
        String name,
        UUID uuid,
        Guest guest,
        List<Listening> addresses,
        Optional<TlsFiles> tls,
        String tlsCiphers,
        Map<ChannelType, ChannelSecurity> security,
        boolean ticketing,
        Optional<Ticket> password,
        CompressionPolicy compression,
        StreamingMode streaming,
        ClientPolicy clients,
        int maxUnauthenticated,
        boolean startPaused,
        boolean incoming,
        boolean rehearsesMoves,
        boolean seamlessMigration,
        UnsignedMigration unsignedMigration,
        Optional<DisplayRehearsal> rehearsal) {

    /** One address, in the order in which it was given. */
    record Listening(ListenAddress address, boolean encrypted) {}

    /** Where key and certificates come from. */
    sealed interface TlsFiles {

        /** Files with QEMU's names in this directory. */
        record Directory(Path directory) implements TlsFiles {}

        /** The same, made there when they are missing. */
        record SelfSigned(Path directory) implements TlsFiles {}

        /** Files by their own names; the CA's may be missing. */
        record Files(Path key, Path certificate, Optional<Path> authority) implements TlsFiles {}
    }

    /** How a channel may be linked. */
    enum ChannelSecurity {
        ANY,
        TLS_ONLY,
        PLAIN_ONLY
    }
}
