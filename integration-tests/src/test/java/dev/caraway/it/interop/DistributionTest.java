package dev.caraway.it.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.it.client.ScriptedClient;
import dev.caraway.protocol.display.SurfaceCreate;
import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is unpacked from the tarball runs where nothing else of Caraway is. Maven packs it before this test. */
@Timeout(120)
class DistributionTest {

    private static final Path BUILT = Path.of("..", "distribution", "target");
    private static final LocalDateTime RELEASE = LocalDateTime.of(2026, 1, 1, 0, 0);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)");
    private static final Pattern LISTED = Pattern.compile("`([a-z0-9-]+)-\\*`");

    @RegisterExtension
    final Processes processes = new Processes();

    @TempDir
    Path directory;

    private Path tarball;
    private Path home;

    @BeforeEach
    void unpack() throws IOException {
        tarball = onlyOne(BUILT, "caraway-*.tar.gz");
        // A path that a careless script would split.
        Path elsewhere = Files.createDirectory(directory.resolve("some where"));
        run("tar", "-xzf", tarball.toString(), "-C", elsewhere.toString());
        home = onlyOne(elsewhere, "*");
    }

    @Test
    void launcherTellsTheVersionOfTheTarball() throws IOException {
        String expected = home.getFileName().toString().replaceFirst("-", " ");
        Path link = Files.createSymbolicLink(
                directory.resolve("caraway"), home.resolve("bin/caraway").toAbsolutePath());
        assertThat(run(home.resolve("bin/caraway").toString(), "--version")).containsExactly(expected);
        assertThat(run(link.toString(), "--version")).containsExactly(expected);
        assertThat(run(java(), "-jar", home.resolve("lib/caraway.jar").toString(), "--version"))
                .containsExactly(expected);
        assertThat(run(
                        java(),
                        "-p",
                        home.resolve("lib").toString(),
                        "--add-modules",
                        "ALL-MODULE-PATH",
                        "-m",
                        "dev.caraway.launcher/dev.caraway.server.launcher.Launcher",
                        "--version"))
                .containsExactly(expected);
    }

    @Test
    void launcherServesAClientAndAControlPortUntilItIsAskedToEnd() throws IOException, GeneralSecurityException {
        Path socket = directory.resolve("qmp");
        CarawayProcess caraway = CarawayProcess.started(processes.start(
                List.of(
                        home.resolve("bin/caraway").toString(),
                        "--spice",
                        "port=0",
                        "--qmp",
                        "unix:" + socket + ",server=on,wait=off"),
                environment()));
        try (ScriptedClient client = ScriptedClient.to(caraway.port("")).connect();
                ControlPortClient control = ControlPortClient.connect(socket)) {
            client.openDisplay().await(SurfaceCreate.class);
            assertThat(control.execute("query-spice", "")).contains("\"channel-type\": 2");
            assertThat(control.execute("query-status", "")).contains("\"running\": true");
            caraway.process().signal("TERM");
            control.awaitEvent("SHUTDOWN");
        }
        assertThat(caraway.process().awaitEnd()).isZero();
        assertThat(caraway.process().errors()).noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
    }

    @Test
    void mistakeOnTheCommandLineIsOneLineAndStatusTwo() throws IOException {
        ChildProcess caraway =
                processes.start(List.of(home.resolve("bin/caraway").toString(), "--spice", "prt=1"), environment());
        assertThat(caraway.awaitEnd()).isEqualTo(2);
        caraway.kill();
        assertThat(caraway.errors()).hasSize(1).allMatch(line -> line.startsWith("caraway: --spice "));
    }

    @Test
    void tarballTellsNothingOfWhoPackedItAndWhen() throws IOException {
        List<String> entries = run("tar", "--utc", "--full-time", "--numeric-owner", "-tvzf", tarball.toString());
        assertThat(entries)
                .hasSizeGreaterThan(30)
                .allMatch(line -> line.matches("(d|-)rw(x|-)r-(x|-)r-(x|-) 0/0 +[0-9]+ 2026-01-01 00:00:00 .*"));
        for (Path jar : ownJars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                assertThat(file.stream()).allMatch(entry -> entry.getTimeLocal().equals(RELEASE));
                assertThat(file.getManifest().getMainAttributes().keySet())
                        .extracting(Object::toString)
                        .doesNotContain("Built-By", "Build-Host", "Build-Time");
            }
        }
    }

    @Test
    void everyJarOfOursIsAModuleByItsPackage() throws IOException {
        List<String> modules = ModuleFinder.of(home.resolve("lib")).findAll().stream()
                .map(module -> module.descriptor().name())
                .filter(name -> name.contains("caraway"))
                .toList();
        assertThat(modules)
                .containsExactlyInAnyOrder(
                        "dev.caraway.protocol",
                        "dev.caraway.codecs",
                        "dev.caraway.migration",
                        "dev.caraway.server",
                        "dev.caraway.launcher");
    }

    @Test
    void everyLibraryOfOthersIsListedWithItsLicence() throws IOException {
        List<String> listed = LISTED.matcher(Files.readString(home.resolve("THIRD-PARTY.md")))
                .results()
                .map(found -> found.group(1))
                .toList();
        List<Path> others = new ArrayList<>(jars("*.jar"));
        others.removeAll(ownJars());
        assertThat(others)
                .isNotEmpty()
                .allMatch(jar -> listed.stream()
                        .anyMatch(name -> jar.getFileName().toString().startsWith(name + "-")));
        assertThat(listed)
                .allMatch(name -> others.stream()
                        .anyMatch(jar -> jar.getFileName().toString().startsWith(name + "-")));
    }

    @Test
    void noLinkOfADocumentIsDead() throws IOException {
        assertThat(home.resolve("LICENSE")).isRegularFile();
        try (Stream<Path> files = Files.walk(home)) {
            List<Path> documents =
                    files.filter(file -> file.toString().endsWith(".md")).toList();
            assertThat(documents).hasSizeGreaterThan(10);
            for (Path document : documents) {
                assertThat(links(document))
                        .as("%s", document)
                        .allSatisfy(link ->
                                assertThat(document.resolveSibling(link)).exists());
            }
        }
        assertThat(links(home.resolve("README.md"))).hasSizeGreaterThan(10);
    }

    /** Those to other files of ours, without the place inside. */
    private static List<String> links(Path document) throws IOException {
        return LINK.matcher(Files.readString(document))
                .results()
                .map(found -> found.group(1))
                .filter(link -> !link.contains("://"))
                .toList();
    }

    @Test
    void exampleOfTheGuideIsCompiledAndServedWithWhatIsThere() throws IOException, GeneralSecurityException {
        Path tests = home.resolve("integration-tests/src/test");
        Path classes = directory.resolve("board");
        List<String> compiler =
                new ArrayList<>(List.of(java("javac"), "-cp", home.resolve("lib") + "/*", "-d", classes.toString()));
        matching(tests.resolve("java/dev/caraway/it/monitor"), "*.java").forEach(file -> compiler.add(file.toString()));
        processes.run(compiler, environment());
        CarawayProcess caraway = CarawayProcess.started(processes.start(
                List.of(
                        home.resolve("bin/caraway").toString(),
                        "--spice",
                        "port=0",
                        "--class-path",
                        classes + ":" + tests.resolve("resources"),
                        "--guest",
                        "class=dev.caraway.it.monitor.BoardGuest"),
                environment()));
        try (ScriptedClient client = ScriptedClient.to(caraway.port("")).connect()) {
            client.openDisplay().await(SurfaceCreate.class);
        }
    }

    private List<Path> ownJars() throws IOException {
        return jars("caraway*.jar");
    }

    private List<Path> jars(String glob) throws IOException {
        return matching(home.resolve("lib"), glob);
    }

    private static Path onlyOne(Path directory, String glob) throws IOException {
        assertThat(directory).as("mvn package makes the tarball there").isDirectory();
        List<Path> all = matching(directory, glob);
        assertThat(all).as("%s in %s", glob, directory).hasSize(1);
        return all.get(0);
    }

    private static List<Path> matching(Path directory, String glob) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, glob)) {
            found.forEach(all::add);
        }
        return all;
    }

    private List<String> run(String... command) {
        return processes.run(List.of(command), environment());
    }

    private static String java() {
        return java("java");
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    private static Map<String, String> environment() {
        return Map.of("JAVA_HOME", System.getProperty("java.home"));
    }
}
