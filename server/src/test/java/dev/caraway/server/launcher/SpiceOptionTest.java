package dev.caraway.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.image.ImageCompression;
import dev.caraway.server.ClientPolicy;
import dev.caraway.server.IpVersion;
import dev.caraway.server.StreamingVideo;
import dev.caraway.server.UnsignedMigration;
import dev.caraway.server.WanCompression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpiceOptionTest {

    private static final OptionalInt NONE = OptionalInt.empty();

    @Test
    void nothingMeansTheDesktopsAddressWithoutTicket() throws LaunchException {
        SpiceOption spice = SpiceOption.parse(List.of());
        assertThat(spice.listen())
                .isEqualTo(new ListenOption.Tcp("127.0.0.1", OptionalInt.of(5930), NONE, IpVersion.ANY));
        assertThat(spice.access()).isEqualTo(new AccessOption.Everybody());
        assertThat(spice.tls()).isEqualTo(new TlsOption.None());
        assertThat(spice.clients()).isEqualTo(ClientPolicy.SHARE);
        assertThat(spice.maxUnauthenticated()).isEmpty();
        assertThat(spice.compression()).isEqualTo(ImageCompression.AUTO_GLZ);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            port=5901                                              | 127.0.0.1 | 5901 |      | ANY
            port=0                                                 | 127.0.0.1 | 0    |      | ANY
            port=5901,addr=0.0.0.0,disable-ticketing=on            | 0.0.0.0   | 5901 |      | ANY
            port=5901,addr=,disable-ticketing                      | ''        | 5901 |      | ANY
            addr=::1                                               | ::1       | 5930 |      | ANY
            addr=[::1],port=5901                                   | ::1       | 5901 |      | ANY
            addr=LocalHost,port=5901                               | LocalHost | 5901 |      | ANY
            ipv6=on                                                | ::1       | 5930 |      | IPV6
            ipv4                                                   | 127.0.0.1 | 5930 |      | IPV4
            ipv4=on,ipv6=on                                        | 127.0.0.1 | 5930 |      | ANY
            noipv4                                                 | ::1       | 5930 |      | IPV6
            tls-port=5902,x509-dir=pki                             | 127.0.0.1 |      | 5902 | ANY
            port=5901,tls-port=5902,x509-dir=pki                   | 127.0.0.1 | 5901 | 5902 | ANY
            port=5901,port=5903                                    | 127.0.0.1 | 5903 |      | ANY
            port=5901,                                             | 127.0.0.1 | 5901 |      | ANY
            unix=off,port=5901                                     | 127.0.0.1 | 5901 |      | ANY
            """)
    void addressesAreAsWritten(
            String text, String host, @Nullable Integer port, @Nullable Integer tlsPort, IpVersion version)
            throws LaunchException {
        assertThat(SpiceOption.parse(List.of(text)).listen())
                .isEqualTo(new ListenOption.Tcp(host, optional(port), optional(tlsPort), version));
    }

    @Test
    void addrIsThePathWithUnix() throws LaunchException {
        SpiceOption spice = SpiceOption.parse(List.of("unix=on,addr=/run/a,,b.sock"));
        assertThat(spice.listen()).isEqualTo(new ListenOption.Unix(Path.of("/run/a,b.sock")));
        assertThat(spice.access()).isEqualTo(new AccessOption.Everybody());
    }

    @Test
    void severalOptionsAreOne() throws LaunchException {
        SpiceOption spice = SpiceOption.parse(List.of("port=5901,clients=refuse", "clients=takeover,password=a"));
        assertThat(spice.listen().hasPlain()).isTrue();
        assertThat(spice.clients()).isEqualTo(ClientPolicy.TAKEOVER);
        assertThat(spice.access().password()).contains("a");
    }

    @Test
    void commaInAPasswordIsWrittenTwice() throws LaunchException {
        SpiceOption spice = SpiceOption.parse(List.of("password=a,,b=c,port=5901"));
        assertThat(spice.access().password()).contains("a,b=c");
        assertThat(spice).asString().doesNotContain("a,b");
    }

    @Test
    void ticketingThatIsNotDisabledAwaitsAPassword() throws LaunchException {
        assertThat(SpiceOption.parse(List.of("disable-ticketing=off")).access())
                .isEqualTo(new AccessOption.NobodyYet());
        assertThat(SpiceOption.parse(List.of("addr=10.0.0.1,disable-ticketing=off"))
                        .access())
                .isEqualTo(new AccessOption.NobodyYet());
    }

    @Test
    void passwordIsTheFirstLineOfItsFile(@TempDir Path directory) throws IOException, LaunchException {
        Path file = Files.writeString(directory.resolve("secret"), "sesame \nsecond line\n");
        assertThat(SpiceOption.parse(List.of("password-file=" + file)).access().password())
                .contains("sesame ");
    }

    @Test
    void passwordFileThatIsMissingIsNoUsageError(@TempDir Path directory) {
        LaunchException refusal = refusal("password-file=" + directory.resolve("secret"));
        assertThat(refusal.status()).isEqualTo(1);
        assertThat(refusal).hasMessageEndingWith("secret: no such file");
    }

    @Test
    void certificatesComeFromDirectoryOrFiles() throws LaunchException {
        assertThat(tls("x509-dir=pki")).isEqualTo(new TlsOption.Directory(Path.of("pki"), false));
        assertThat(tls("x509-dir=pki,tls=auto")).isEqualTo(new TlsOption.Directory(Path.of("pki"), true));
        assertThat(tls("x509-key-file=k,x509-cert-file=c"))
                .isEqualTo(new TlsOption.Files(Path.of("k"), Path.of("c"), Optional.empty()));
        assertThat(tls("x509-dir=pki,x509-key-file=k"))
                .isEqualTo(new TlsOption.Files(
                        Path.of("k"), Path.of("pki/server-cert.pem"), Optional.of(Path.of("pki/ca-cert.pem"))));
    }

    @Test
    void namedChannelComesBeforeTheDefault() throws LaunchException {
        SpiceOption spice = SpiceOption.parse(List.of(
                "port=5901,tls-port=5902,x509-dir=pki,tls-channel=main,plaintext-channel=default,tls-channel=inputs"));
        assertThat(spice.channels().isTls())
                .containsAllEntriesOf(Map.of(
                        ChannelType.MAIN, true,
                        ChannelType.INPUTS, true,
                        ChannelType.DISPLAY, false,
                        ChannelType.CURSOR, false));
    }

    @Test
    void compressionsAreTheServersOwnUntilSomebodySaysOtherwise() throws LaunchException {
        SpiceOption silent = SpiceOption.parse(List.of());
        assertThat(silent.compression()).isEqualTo(ImageCompression.AUTO_GLZ);
        assertThat(silent.jpeg()).isEqualTo(WanCompression.AUTO);
        assertThat(silent.zlibGlz()).isEqualTo(WanCompression.AUTO);
        assertThat(silent.streaming()).isEqualTo(StreamingVideo.FILTER);

        SpiceOption said = SpiceOption.parse(
                List.of("image-compression=lz4,jpeg-wan-compression=never,zlib-glz-wan-compression=always,"
                        + "streaming-video=off"));
        assertThat(said.compression()).isEqualTo(ImageCompression.LZ4);
        assertThat(said.jpeg()).isEqualTo(WanCompression.NEVER);
        assertThat(said.zlibGlz()).isEqualTo(WanCompression.ALWAYS);
        assertThat(said.streaming()).isEqualTo(StreamingVideo.OFF);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent-mouse=off,playback-compression=on",
                "disable-copy-paste,disable-agent-file-xfer=on,sasl=off,gl=off",
            })
    void whatDoesNothingInThisVersionIsNoMistake(String text) {
        assertThatCode(() -> SpiceOption.parse(List.of(text))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            prot=5901                               | --spice prot: expected port? see --help spice
            port                                    | --spice port: expected port=N
            port=                                   | --spice port: expected a number from 0 to 65535, got ''
            port=abc                                | --spice port: expected a number from 0 to 65535, got 'abc'
            port=-1                                 | --spice port: expected a number from 0 to 65535, got '-1'
            port=65536                              | --spice port: expected a number from 0 to 65535, got '65536'
            port=99999999999                        | --spice port: expected a number from 0 to 65535
            =5901                                   | --spice: expected KEY=VALUE, got nothing before '='
            port=5901,tls-port=5901,x509-dir=pki    | --spice tls-port: expected another than port, got 5901
            tls-port=5902                           | --spice tls-port: expected x509-dir=PATH
            tls-port=5902,x509-key-file=k           | --spice tls-port: expected x509-dir=PATH
            tls-port=5902,tls=auto                  | --spice tls: expected x509-dir=PATH alone with tls=auto
            tls-port=5902,tls=yes                   | --spice tls: expected auto; got 'yes'
            tls=auto,x509-dir=pki                   | --spice tls: expected tls-port=N with tls=auto
            ipv4=maybe                              | --spice ipv4: expected on or off, got 'maybe'
            ipv4=off,ipv6=off                       | --spice ipv6: expected ipv4 or ipv6
            unix=on                                 | --spice unix: expected addr=PATH with unix=on
            unix=on,addr=/a,port=5901               | --spice port: expected none with unix=on
            addr=/run/a.sock                        | --spice addr: expected a host, or unix=on with a path
            addr=0.0.0.0                            | --spice addr: expected password-file=PATH, password=TEXT or
            addr=                                   | --spice addr: expected password-file=PATH, password=TEXT or
            addr=127.evil.example                   | --spice addr: expected password-file=PATH, password=TEXT or
            password=                               | --spice password: expected 1 to 60 bytes, got 0
            password=a,password-file=b              | --spice password-file: expected password or password-file
            password=a,disable-ticketing=on         | --spice disable-ticketing: expected a password or
            password-file=                          | --spice password-file: expected a path
            tls-ciphers=HIGH                        | --spice tls-ciphers: expected tls-port=N with tls-ciphers
            tls-channel=main                        | --spice tls-channel: expected tls-port=N
            plaintext-channel=tunnel                | --spice plaintext-channel: expected default, main, display
            clients=many                            | --spice clients: expected share, refuse, takeover; got 'many'
            max-unauthenticated=0                   | --spice max-unauthenticated: expected a number from 1 to 65535
            image-compression=png                   | --spice image-compression: expected off, auto_glz, auto_lz
            streaming-video=on                      | --spice streaming-video: expected off, filter, all
            jpeg-wan-compression=on                 | --spice jpeg-wan-compression: expected auto, never, always
            seamless-migration=perhaps              | --spice seamless-migration: expected on or off
            unsigned-migration=on                   | --spice unsigned-migration: expected sanitize, refuse, trust
            nodisable-ticketingx                    | --spice nodisable-ticketingx: expected disable-ticketing? see --help spice
            sasl=on                                 | --spice sasl: not supported; expected password
            sasl                                    | --spice sasl: not supported
            gl=on                                   | --spice gl: not supported
            x509-key-password=a                     | --spice x509-key-password: not supported
            password-secret=a                       | --spice password-secret: not supported; expected password-file
            """)
    void mistakeIsToldInOneLine(String text, String message) {
        LaunchException refusal = refusal(text);
        assertThat(refusal.status()).isEqualTo(2);
        assertThat(refusal).hasMessageStartingWith(message);
        assertThat(refusal.getMessage()).doesNotContain("\n");
    }

    @Test
    void passwordIsNeverRepeatedInAnError() {
        assertThat(refusal("password=" + "x".repeat(61)))
                .hasMessage("--spice password: expected 1 to 60 bytes, got 61");
    }

    @Test
    void clientsThatChangeHostsKeepAllUnlessToldOtherwise() throws LaunchException {
        SpiceOption silent = SpiceOption.parse(List.of());
        assertThat(silent.seamlessMigration()).isTrue();
        assertThat(silent.unsignedMigration()).isEqualTo(UnsignedMigration.SANITIZE);
        SpiceOption said = SpiceOption.parse(List.of("seamless-migration=off,unsigned-migration=refuse"));
        assertThat(said.seamlessMigration()).isFalse();
        assertThat(said.unsignedMigration()).isEqualTo(UnsignedMigration.REFUSE);
        assertThat(SpiceOption.parse(List.of("unsigned-migration=trust")).unsignedMigration())
                .isEqualTo(UnsignedMigration.TRUST);
    }

    private static TlsOption tls(String text) throws LaunchException {
        return SpiceOption.parse(List.of("tls-port=5902," + text)).tls();
    }

    private static LaunchException refusal(String text) {
        LaunchException refusal = catchThrowableOfType(LaunchException.class, () -> SpiceOption.parse(List.of(text)));
        assertThat(refusal).as(text).isNotNull();
        return refusal;
    }

    private static OptionalInt optional(@Nullable Integer number) {
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }
}
