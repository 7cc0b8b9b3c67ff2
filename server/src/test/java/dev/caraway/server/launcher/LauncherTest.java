package dev.caraway.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.server.MigrationAddress;
import dev.caraway.server.control.ControlPort;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.Guest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --frobnicate                        | '--frobnicate': expected one of --spice, --guest
            -spicy port=1                       | '-spicy': expected --spice? see --help
            --clas-path a                       | '--clas-path': expected --class-path? see --help
            --spice prot=1                      | --spice prot: expected port? see --help spice
            --spice colour=1                    | --spice colour: expected one of port, tls-port
            serve                               | 'serve': expected one of --spice
            --spice                             | --spice: expected a value; see --help
            -spice port=abc                     | --spice port: expected a number
            --name a --name b                   | --name: expected once
            -name process=a,colour=blue         | --name colour: expected NAME or guest=NAME
            -uuid 1-2-3-4-5                     | --uuid: expected 8-4-4-4-12 hexadecimal digits
            --log-level loud                    | --log-level: expected error, warn, info
            -incoming defers                    | --incoming: 'defers': expected tcp:HOST:PORT or defer
            --incoming discard:                 | --incoming: 'discard:': expected tcp:HOST:PORT or defer
            --incoming tcp:4444                 | --incoming: error parsing address '4444': expected tcp:HOST:PORT
            --incoming tcp:[::1:4444            | --incoming: error parsing IPv6 address '[::1:4444': expected tcp:
            --incoming tcp:a:70000              | --incoming: address resolution failed for a:70000: Servname
            --incomming defer                   | '--incomming': expected --incoming? see --help
            --qmp stdio,server=on,wait=off      | --qmp: 'stdio': expected unix:PATH or tcp:HOST:PORT
            -qmp tcp:0.0.0.0:1,server=on,wait=off | --qmp: host '0.0.0.0': expected 127.0.0.1
            -qmp tcp::1,server=on,wait=off,tls=auto | --qmp: 'tls=auto': expected x509-dir=PATH alone with it
            --guest                             | --guest: expected a value
            --guest vm                          | --guest: expected desktop, replay,file=PATH or class=NAME
            --guest desktop,colour=blue         | --guest desktop option colour: expected size=WIDTHxHEIGHT, heads=N
            --guest desktop,size=0x0            | --guest desktop size=0x0: expected WIDTHxHEIGHT
            --guest replay                      | --guest replay: expected file=PATH
            --guest replay,file=/dev/null       | --guest replay file=/dev/null:
            --guest class=no.such.Guest         | --guest class=no.such.Guest: no such class
            --guest class=java.lang.String      | --guest class=java.lang.String: expected a class that implements
            --class-path /no/such.jar --guest class=a.B | --class-path '/no/such.jar': expected a directory
            --input-log= --guest desktop        | --input-log: expected a path
            --help colours                      | --help colours: expected spice, guest, qmp, incoming
            """)
    void mistakeIsOneLineAndStatusTwo(String line, String message) {
        assertThat(run(line.split(" +", -1))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("caraway: " + message)
                .hasLineCount(1)
                .endsWith("\n");
        assertThat(out.size()).isZero();
    }

    @Test
    void portInUseIsOneLineAndStatusOne() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThat(run("--log-level", "off", "--spice", "port=" + taken.getLocalPort()))
                    .isEqualTo(1);
            assertOneLineWith("--spice: 127.0.0.1:" + taken.getLocalPort() + ": address already in use");
        }
    }

    @Test
    void cipherThatNobodyKnowsIsAUsageError(@TempDir Path directory) {
        assertThat(run("--spice", "tls-port=0,tls=auto,x509-dir=" + directory + ",tls-ciphers=ROT13"))
                .isEqualTo(2);
        assertOneLineWith("ROT13");
    }

    @Test
    void certificatesThatAreMissingAreOneLineAndStatusOne(@TempDir Path directory) {
        assertThat(run("--spice", "tls-port=0,x509-dir=" + directory)).isEqualTo(1);
        assertOneLineWith("server-key.pem: no such file");
    }

    @Test
    void recordingThatCannotBeReadIsStatusOne(@TempDir Path directory) {
        assertThat(run("--spice", "port=0", "--guest", "replay,file=" + directory.resolve("a.rec")))
                .isEqualTo(1);
        assertOneLineWith("a.rec: expected a file that can be read");
    }

    @Test
    void inputLogThatCannotBeWrittenIsStatusOne(@TempDir Path directory) {
        assertThat(run("--spice", "port=0", "--input-log", directory.toString()))
                .isEqualTo(1);
        assertOneLineWith("--input-log: cannot write " + directory + ": Is a directory");
    }

    @Test
    void directoryThatIsMissingIsGivenAsTheReason(@TempDir Path directory) {
        Path file = directory.resolve("none/inputs");
        assertThat(run("--spice", "port=0", "--input-log", file.toString())).isEqualTo(1);
        assertOneLineWith("--input-log: cannot write " + file + ": no such file or directory\n");
    }

    @Test
    void directoryInWhichNoCertificateCanBeMadeIsOneLineWithTheReason() {
        assertThat(run("--spice", "tls-port=0,tls=auto,x509-dir=/proc/none")).isEqualTo(1);
        assertOneLineWith("--spice: /proc/none: no such file or directory\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Invisible  | display(): expected an answer, got null
            Exploding  | display(): java.lang.IllegalStateException: boom
            """)
    void guestsMistakeIsOneLineWithItsClassAndTheMethod(String name, String fault, @TempDir Path directory) {
        String guest = "class=" + LauncherTest.class.getName() + "$" + name;
        assertThat(run("--spice", "port=0", "--guest", guest)).isEqualTo(1);
        assertOneLineWith("caraway: --guest " + guest + ": " + fault + "\n");
        err.reset();
        assertThat(run("--spice", "port=0", "--guest", guest, "--input-log", directory + "/log"))
                .isEqualTo(1);
        assertOneLineWith("caraway: --guest " + guest + ": " + fault + "\n");
    }

    /** Shows nothing. */
    public static final class Invisible implements Guest {
        @Override
        @SuppressWarnings("NullAway") // the mistake
        public DisplaySource display() {
            return null;
        }
    }

    /** Fails. */
    public static final class Exploding implements Guest {
        @Override
        public DisplaySource display() {
            throw new IllegalStateException("boom");
        }
    }

    @Test
    void connectionFileThatCannotBeWrittenIsStatusOne(@TempDir Path directory) {
        assertThat(run("--spice", "port=0,vv-file=" + directory.resolve("none/a.vv")))
                .isEqualTo(1);
        assertOneLineWith("a.vv: no such directory");
        assertThat(out.size()).isZero();
    }

    @Test
    void controlSocketThatCannotBeMadeIsStatusOne(@TempDir Path directory) {
        assertThat(run("--spice", "port=0", "--qmp", "unix:" + directory + "/none/q,server=on,wait=off"))
                .isEqualTo(1);
        assertOneLineWith("none/q");
    }

    @Test
    void addressForTheGuestThatCannotBeHadIsOneLineAndStatusOne() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            assertThat(run("--log-level", "off", "--spice", "port=0", "--incoming", "tcp:" + address))
                    .isEqualTo(1);
            assertOneLineWith("--incoming: cannot listen on " + address);
            assertThat(out.size()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--help spice",
                "--help guest",
                "--help qmp",
                "--help incoming",
                "--help --exit",
                "-h input-log"
            })
    void helpFitsAScreensWidth(String line) {
        assertThat(run(line.split(" ", -1))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSizeGreaterThan(5)
                .allSatisfy(text -> assertThat(text.length()).as(text).isLessThanOrEqualTo(130));
        assertThat(err.size()).isZero();
    }

    @Test
    void helpNamesEveryKey() {
        assertThat(run("--help", "spice")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(Arrays.stream(SpiceKey.values())
                        .map(key -> "\n  " + key.label() + "=")
                        .toList());
    }

    @Test
    void helpNamesEveryCommandWithItsArgumentsAndEveryEvent() {
        assertThat(run("--help", "qmp")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(ControlPort.commands())
                .contains(ControlPort.events())
                .contains("\n    expire_password protocol=vnc|spice time=TEXT\n")
                .contains("\n    screendump filename=TEXT ?device=TEXT ?head=N ?format=ppm|png\n");
    }

    @Test
    void versionIsOneLine() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).matches("caraway [0-9]+\\.[0-9]+\\.[0-9]+.*\n");
    }

    @Test
    void singleDashesMeanTheSame() throws LaunchException {
        Settings settings = Settings.of(CommandLineOptions.parse(List.of(
                "-spice",
                "port=5901",
                "-name",
                "guest=web,debug-threads=on",
                "-uuid",
                "5C8E2A90-6d0f-4f6b-9f43-0d1c7a3b2e11",
                "-S",
                "-incoming",
                "tcp:[::1]:0",
                "-qmp",
                "unix:/a,server=on,wait=off",
                "-qmp",
                "tcp:127.0.0.1:0,server,nowait")));
        assertThat(settings.name()).contains("web");
        assertThat(settings.uuid().orElseThrow()).hasToString("5c8e2a90-6d0f-4f6b-9f43-0d1c7a3b2e11");
        assertThat(settings.isPaused()).isTrue();
        assertThat(settings.incoming()).contains(new IncomingOption(Optional.of(new MigrationAddress.Tcp("::1", 0))));
        assertThat(settings.control()).hasSize(2);
        assertThat(settings.logLevel()).isEqualTo("info");
    }

    @Test
    void guestMayComeFromAnAddressThatIsToldLater() throws LaunchException {
        assertThat(settings("--incoming", "defer").incoming()).contains(new IncomingOption(Optional.empty()));
        assertThat(settings().incoming()).isEmpty();
        assertThat(IncomingOption.text(new MigrationAddress.Tcp("::1", 7))).isEqualTo("[::1]:7");
        assertThat(IncomingOption.text(new MigrationAddress.Tcp("", 7))).isEqualTo("*:7");
    }

    private static Settings settings(String... words) throws LaunchException {
        return Settings.of(CommandLineOptions.parse(List.of(words)));
    }

    private int run(String... words) {
        Launcher launcher = new Launcher(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return launcher.run(new ArrayList<>(List.of(words)));
    }

    private void assertOneLineWith(String text) {
        // Log lines begin with a time, so they are not counted: they go elsewhere in a test.
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("caraway: ")
                .contains(text)
                .hasLineCount(1);
    }
}
