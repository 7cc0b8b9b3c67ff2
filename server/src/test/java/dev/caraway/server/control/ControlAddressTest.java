package dev.caraway.server.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.server.transport.ListenAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ControlAddressTest {

    private static final String FLAGS = ",server=on,wait=off";

    @Test
    void aUnixSocketIsNamedByItsPathWithCommasDoubled() {
        assertThat(ControlAddress.parse("unix:/run/a,,b.sock" + FLAGS))
                .isEqualTo(new ControlAddress.Unix("/run/a,b.sock"));
        assertThat(new ControlAddress.Unix("/run/q").listenAddress())
                .isEqualTo(new ListenAddress.Unix(Path.of("/run/q")));
    }

    @Test
    void aTcpPortIsOnLoopbackOnly() {
        assertThat(ControlAddress.parse("tcp:127.0.0.1:4444" + FLAGS))
                .isEqualTo(new ControlAddress.Tcp("127.0.0.1", 4444));
        assertThat(ControlAddress.parse("tcp:[::1]:0" + FLAGS)).isEqualTo(new ControlAddress.Tcp("::1", 0));
        assertThat(ControlAddress.parse("tcp::4444" + FLAGS)).isEqualTo(new ControlAddress.Tcp("127.0.0.1", 4444));
        for (String host : new String[] {"0.0.0.0", "[::]", "192.0.2.1", "example.org"}) {
            assertRefused("tcp:" + host + ":4444" + FLAGS, "expected 127.0.0.1, ::1 or localhost");
        }
    }

    @Test
    void theShortFormsOfTheFlagsAreTaken() {
        assertThat(ControlAddress.parse("unix:q,server,nowait")).isEqualTo(new ControlAddress.Unix("q"));
        assertThat(ControlAddress.parse("unix:q,wait=off,server=on")).isEqualTo(new ControlAddress.Unix("q"));
    }

    @Test
    void whatIsWrongIsSaidInOneLineWithWhatWouldBeRight() {
        assertRefused("stdio" + FLAGS, "qmp: 'stdio': expected unix:PATH or tcp:HOST:PORT");
        assertRefused("unix:" + FLAGS, "expected a path of 1 to 107 characters");
        assertRefused("unix:" + "x".repeat(108) + FLAGS, "expected a path of 1 to 107 characters");
        assertRefused("tcp:4444" + FLAGS, "expected tcp:HOST:PORT");
        assertRefused("tcp:localhost:65536" + FLAGS, "qmp: port 65536: expected 0 to 65535");
        assertRefused("tcp:localhost:x" + FLAGS, "qmp: port 'x': expected 0 to 65535");
        assertRefused("unix:q", "expected ',server=on,wait=off'");
        assertRefused("unix:q,server=on", "got no wait=off");
        assertRefused("unix:q,server=on,wait=on", "'wait=on': expected wait=off");
        assertRefused("unix:q,server=off,wait=off", "'server=off': expected server=on");
        assertRefused(
                "unix:q" + FLAGS + ",tls-creds=a", "'tls-creds=a': expected server=on or wait=off, or for TLS x509");
        assertRefused("unix:q" + FLAGS + ",x509-dir", "'x509-dir': expected server=on or wait=off, or for TLS x509");
    }

    @Test
    void tlsTakesAnyHostAndTheKeysThatSpiceHas() {
        assertThat(ControlAddress.parse("tcp:0.0.0.0:4444" + FLAGS + ",x509-dir=/etc/a,,b"))
                .isEqualTo(tcp(
                        new ControlTls.Files(
                                Path.of("/etc/a,b/server-key.pem"),
                                Path.of("/etc/a,b/server-cert.pem"),
                                Path.of("/etc/a,b/ca-cert.pem")),
                        "DEFAULT"));
        assertThat(ControlAddress.parse(
                        "tcp:0.0.0.0:4444" + FLAGS + ",x509-dir=d,x509-cacert-file=clients.pem,tls-ciphers=HIGH"))
                .isEqualTo(tcp(
                        new ControlTls.Files(
                                Path.of("d/server-key.pem"), Path.of("d/server-cert.pem"), Path.of("clients.pem")),
                        "HIGH"));
        assertThat(ControlAddress.parse("tcp:0.0.0.0:4444" + FLAGS + ",tls=auto,x509-dir=d"))
                .isEqualTo(tcp(new ControlTls.Made(Path.of("d")), "DEFAULT"));
    }

    @Test
    void halfOfWhatTlsNeedsIsRefused() {
        String files = "expected x509-dir=PATH (with tls=auto to have certificates made there), or x509-key-file=PATH";
        assertRefused("tcp:0.0.0.0:4444" + FLAGS + ",tls-ciphers=HIGH", files);
        assertRefused("tcp:0.0.0.0:4444" + FLAGS + ",x509-key-file=k,x509-cert-file=c", files);
        assertRefused("tcp:0.0.0.0:4444" + FLAGS + ",tls=auto", "'tls=auto': expected x509-dir=PATH alone with it");
        assertRefused("tcp:0.0.0.0:4444" + FLAGS + ",tls=on,x509-dir=d", "'tls=on': expected tls=auto");
        assertRefused("tcp:0.0.0.0:4444" + FLAGS + ",x509-dir=", "'x509-dir': expected a path");
        assertRefused("unix:q" + FLAGS + ",x509-dir=d", "'x509-dir': expected tcp:HOST:PORT with it");
    }

    private static ControlAddress tcp(ControlTls.Source source, String ciphers) {
        return new ControlAddress.Tcp("0.0.0.0", 4444, Optional.of(new ControlTls(source, ciphers)));
    }

    private static void assertRefused(String option, String text) {
        assertThatThrownBy(() -> ControlAddress.parse(option))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text)
                .hasMessageNotContaining("\n");
    }
}
