package dev.caraway.server.launcher;

import dev.caraway.protocol.ChannelType;
import dev.caraway.server.event.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The {@code .vv} file that {@code remote-viewer} opens: where to connect and whom to trust. */
final class ConnectionFile {

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    private ConnectionFile() {}

    /** Writes the file at once and for its owner alone, as it may hold the password. */
    static void write(Path file, String name, SpiceOption spice, Viewers viewers) throws LaunchException {
        String text = text(name, spice, viewers, authority(spice));
        try {
            Path directory =
                    Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(Path.of("/"));
            Path fresh = Files.createTempFile(
                    directory,
                    ".new",
                    ".vv",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.writeString(fresh, text, StandardCharsets.UTF_8);
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (NoSuchFileException e) {
            throw LaunchException.failure("--spice vv-file: cannot write " + file + ": no such directory");
        } catch (IOException e) {
            throw LaunchException.failure("--spice vv-file: cannot write " + file, e);
        }
    }

    /** What the file says; {@code authority} is the CA in PEM. */
    static String text(String name, SpiceOption spice, Viewers viewers, Optional<String> authority) {
        StringBuilder text = new StringBuilder("[virt-viewer]\n");
        append(text, "type", "spice");
        append(text, "title", name);
        if (viewers.unixPath().isPresent()) {
            append(text, "unix-path", viewers.unixPath().get());
        } else {
            append(text, "host", viewers.encrypted().isPresent() ? viewers.tlsHost() : viewers.host());
        }
        viewers.plain()
                .map(Endpoint::port)
                .ifPresent(port -> port.ifPresent(number -> append(text, "port", "" + number)));
        viewers.encrypted()
                .map(Endpoint::port)
                .ifPresent(port -> port.ifPresent(number -> append(text, "tls-port", "" + number)));
        spice.access().password().ifPresent(password -> append(text, "password", password));
        if (spice.channels().needsTls()) {
            append(text, "secure-channels", secureChannels(spice.channels().isTls()));
        }
        authority.ifPresent(pem -> append(text, "ca", pem));
        return text.toString();
    }

    private static String secureChannels(Map<ChannelType, Boolean> isTls) {
        return isTls.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(Map.Entry::getKey)
                .sorted()
                .map(ChannelOption::name)
                .collect(Collectors.joining(";"));
    }

    /** A line of a GLib key file, with its escapes. */
    private static void append(StringBuilder text, String key, String value) {
        String escaped = value.replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
        // GLib takes spaces at the beginning for layout.
        String line = escaped.startsWith(" ") ? "\\s" + escaped.substring(1) : escaped;
        text.append(key).append('=').append(line).append('\n');
    }

    /** The certificates of the CA's file, without what people write around them. */
    private static Optional<String> authority(SpiceOption spice) throws LaunchException {
        Optional<Path> file = spice.tls().authority();
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            Matcher certificates = CERTIFICATE.matcher(Files.readString(file.get(), StandardCharsets.ISO_8859_1));
            return Optional.of(certificates
                    .results()
                    .map(found -> found.group().replace("\r", "") + "\n")
                    .collect(Collectors.joining()));
        } catch (IOException e) {
            throw LaunchException.failure("--spice vv-file: cannot read " + file.get(), e);
        }
    }
}
