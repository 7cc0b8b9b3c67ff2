package dev.caraway.server.channel;

import java.util.Optional;

/**
 * Where another host is, or where it is waited for.
 *
 * @param host a name or an address; empty for all of this host's
 * @param port 0 to 65535; where one is listened on, 0 for any that is free
 * @param certifiedName empty without TLS; otherwise what the certificate of the host that is called must be made out to
 */
public record HostAddress(String host, int port, Optional<String> certifiedName) {

    public boolean isEncrypted() {
        return certifiedName.isPresent();
    }
}
