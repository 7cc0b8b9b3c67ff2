package dev.caraway.it.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the example uses is what an embedder may use. */
class PublicFaceTest {

    private static final ImportOption NO_TESTS = (Location location) -> !location.contains("Test");

    @Test
    void monitorUsesThePublicFaceAlone() {
        Set<String> used = new ClassFileImporter()
                .withImportOption(NO_TESTS).importPackages("dev.caraway.it.monitor").stream()
                        .flatMap(PublicFaceTest::packagesUsed)
                        .filter(name -> name.startsWith("dev.caraway"))
                        .collect(Collectors.toSet());
        assertThat(used)
                .containsExactlyInAnyOrder(
                        "dev.caraway.it.monitor",
                        "dev.caraway.server",
                        "dev.caraway.server.guest",
                        "dev.caraway.protocol.geometry",
                        "dev.caraway.protocol.wire");
    }

    private static Stream<String> packagesUsed(JavaClass user) {
        return user.getDirectDependenciesFromSelf().stream()
                .map(Dependency::getTargetClass)
                .map(JavaClass::getPackageName);
    }
}
