package dev.caraway.server.transport;

import dev.caraway.server.event.Endpoint;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Socket addresses as management sees them. */
final class Endpoints {

    private Endpoints() {}

    static Endpoint of(@Nullable SocketAddress address) {
        if (address instanceof InetSocketAddress internet) {
            Endpoint.Family family =
                    internet.getAddress() instanceof Inet6Address ? Endpoint.Family.IPV6 : Endpoint.Family.IPV4;
            return new Endpoint(
                    family, NetUtil.toAddressString(internet.getAddress()), OptionalInt.of(internet.getPort()));
        }
        String path =
                address instanceof UnixDomainSocketAddress unix ? unix.getPath().toString() : "";
        return new Endpoint(Endpoint.Family.UNIX, path, OptionalInt.empty());
    }
}
