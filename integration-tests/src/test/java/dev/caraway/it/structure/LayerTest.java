package dev.caraway.it.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.caraway.codecs.pixel.Raster;
import dev.caraway.server.channel.Loop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LayerTest {

    private static final String SERVER = "dev.caraway.server.";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
            .importPackages(
                    "dev.caraway.protocol", "dev.caraway.codecs", "dev.caraway.migration", "dev.caraway.server");

    private static final List<Use> USES = CLASSES.stream()
            .flatMap(origin -> origin.getDirectDependenciesFromSelf().stream())
            .map(dependency -> new Use(
                    outermost(dependency.getOriginClass()),
                    outermost(dependency.getTargetClass().getBaseComponentType())))
            .filter(use -> !use.origin().equals(use.target()) && use.target().contains("."))
            .distinct()
            .toList();

    @Test
    void theWholeProgramIsLookedAt() {
        Set<String> packages = CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

        assertThat(packages)
                .contains("dev.caraway.protocol.wire", "dev.caraway.codecs.lz", "dev.caraway.server.transport")
                .contains("dev.caraway.migration.data", "dev.caraway.migration.target");
        assertThat(USES)
                .contains(new Use(
                        "dev.caraway.server.session.SessionChannel", "dev.caraway.server.channel.ChannelClient"))
                .anyMatch(use -> use.isFrom("dev.caraway.server.transport") && use.isOf("io.netty.channel"));
        assertThat(packages).noneMatch(name -> name.startsWith("dev.caraway.it"));
    }

    @Test
    void packagesNeedOnlyLayersBelowTheirOwn() {
        assertThat(USES.stream().map(Layers::violation).flatMap(Optional::stream))
                .isEmpty();
    }

    @Test
    void everyPackageOfTheServerHasALayer() {
        Stream<Use> probes = CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(SERVER))
                .distinct()
                .map(name -> new Use(SERVER + "launcher.Main", name + ".Any"))
                .filter(use -> !use.isOf(SERVER + "launcher"));

        assertThat(probes.map(Layers::violation).flatMap(Optional::stream)).isEmpty();
    }

    @Test
    void nothingIsNeededThatIsBanned() {
        assertThat(USES.stream().map(Bans::violation).flatMap(Optional::stream)).isEmpty();
    }

    @Test
    void noPackagesNeedEachOther() {
        List<Use> own = USES.stream().filter(use -> use.isOf("dev.caraway")).toList();

        assertThat(PackageCycles.first(own)).isEmpty();
    }

    @Test
    void thePublicFaceNamesNothingOfNettyAndNoInnerPackage() {
        Stream<JavaClass> face = CLASSES.stream()
                .filter(type ->
                        Set.of("dev.caraway.server", "dev.caraway.server.guest").contains(type.getPackageName()));

        assertThat(face.flatMap(PublicFace::leaks)).isEmpty();
    }

    @Test
    void anArrowThatPointsUpIsFound() {
        assertThat(Layers.violation(new Use(SERVER + "channel.Loop", SERVER + "display.DisplayChannel")))
                .isPresent();
    }

    @Test
    void aChannelThatNeedsAnotherIsFound() {
        assertThat(Layers.violation(new Use(SERVER + "inputs.InputsChannel", SERVER + "display.DisplayChannel")))
                .isPresent();
    }

    @Test
    void aPackageWithoutALayerIsFound() {
        assertThat(Layers.violation(new Use(SERVER + "session.Session", SERVER + "helpers.Strings")))
                .isPresent();
    }

    @Test
    void anArrowThatPointsDownIsFine() {
        assertThat(Layers.violation(new Use(SERVER + "display.DisplayChannel", SERVER + "surface.Surface")))
                .isEmpty();
    }

    @Test
    void everyBanFindsItsBreach() {
        Stream<Use> breaches = Stream.of(
                new Use("dev.caraway.protocol.wire.Bytes", "org.slf4j.Logger"),
                new Use("dev.caraway.codecs.lz.LzEncoder", "dev.caraway.protocol.wire.Bytes"),
                new Use("dev.caraway.codecs.lz.LzEncoder", "dev.caraway.codecs.jpeg.JpegEncoder"),
                new Use("dev.caraway.migration.data.MigrateBlob", "dev.caraway.codecs.lz.LzEncoder"),
                new Use("dev.caraway.migration.data.MigrateBlob", "java.time.Clock"),
                new Use(SERVER + "session.Session", "io.netty.channel.Channel"),
                new Use(SERVER + "control.Control", "java.nio.channels.SocketChannel"),
                new Use(SERVER + "control.Control", "java.net.InetAddress"),
                new Use("dev.caraway.server.SpiceServer", "picocli.CommandLine"),
                new Use(SERVER + "session.Sessions", "java.util.concurrent.ConcurrentHashMap"),
                new Use(SERVER + "session.Sessions", "java.util.concurrent.atomic.AtomicLong"),
                new Use("dev.caraway.codecs.lz4.Lz4Encoder", "net.jpountz.lz4.LZ4Compressor"),
                new Use("dev.caraway.codecs.lz.LzEncoder", "sun.misc.Unsafe"));

        assertThat(breaches.map(Bans::violation)).allMatch(Optional::isPresent);
    }

    @Test
    void whatIsNotBannedIsFine() {
        Stream<Use> fine = Stream.of(
                new Use("dev.caraway.protocol.wire.Bytes", "java.util.Arrays"),
                new Use("dev.caraway.codecs.jpeg.JpegAlpha", "dev.caraway.codecs.lz.LzEncoder"),
                new Use("dev.caraway.migration.data.MigrateBlob", "dev.caraway.protocol.wire.Bytes"),
                new Use(SERVER + "transport.NettyLoop", "io.netty.channel.EventLoop"),
                new Use(SERVER + "channel.Loop", "java.util.concurrent.Executor"),
                new Use(SERVER + "launcher.Main", "picocli.CommandLine"));

        assertThat(fine.map(Bans::violation)).allMatch(Optional::isEmpty);
    }

    @Test
    void aCycleOfThreePackagesIsFound() {
        List<Use> uses = List.of(new Use("a.A", "b.B"), new Use("b.B", "c.C"), new Use("c.C", "a.A"));

        assertThat(PackageCycles.first(uses)).contains(List.of("a", "b", "c", "a"));
    }

    @Test
    void packagesThatMeetAgainBelowAreNoCycle() {
        List<Use> uses =
                List.of(new Use("a.A", "b.B"), new Use("a.A", "c.C"), new Use("b.B", "d.D"), new Use("c.C", "d.D"));

        assertThat(PackageCycles.first(uses)).isEmpty();
    }

    @Test
    void everyLeakOfAPublicFaceIsFound() {
        JavaClass leaky = new ClassFileImporter().importClass(Leaky.class);

        assertThat(PublicFace.leaks(leaky))
                .hasSize(5)
                .anyMatch(leak -> leak.contains("buffer()") && leak.endsWith("io.netty.buffer.ByteBuf"))
                .anyMatch(leak -> leak.contains("loops()") && leak.endsWith("dev.caraway.server.channel.Loop"))
                .anyMatch(leak -> leak.contains("await(") && leak.endsWith("dev.caraway.server.channel.Loop"))
                .anyMatch(leak -> leak.contains("Leaky.last") && leak.endsWith("dev.caraway.codecs.pixel.Raster"))
                .anyMatch(leak -> leak.contains("is a dev.caraway.server.channel.Loop"));
    }

    /** What a public face must not look like. */
    public abstract static class Leaky implements Loop {
        protected @Nullable Raster last;
        private final ByteBuf own = Unpooled.EMPTY_BUFFER;

        public ByteBuf buffer() {
            return own;
        }

        public List<? extends Loop> loops() {
            return List.of();
        }

        protected void await(Loop[] loops) {
            assertThat(loops).isNotNull();
        }

        ByteBuf notPublic() {
            return own;
        }
    }

    private static String outermost(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
