package dev.caraway.it.structure;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What some packages may need and others may not. */
final class Bans {

    private static final String PROTOCOL = "dev.caraway.protocol";
    private static final String CODECS = "dev.caraway.codecs";
    private static final String MIGRATION = "dev.caraway.migration";
    private static final String SERVER = "dev.caraway.server";
    private static final String TRANSPORT = SERVER + ".transport";
    private static final String LAUNCHER = SERVER + ".launcher";

    /** Where threads meet. */
    private static final Set<String> CROSSINGS = Set.of(
            SERVER,
            TRANSPORT,
            SERVER + ".compression",
            SERVER + ".rehearsal",
            LAUNCHER,
            SERVER + ".demo",
            SERVER + ".control");

    private record Ban(String sentence, Predicate<Use> breaks) {}

    private static final List<Ban> ALL = List.of(
            new Ban("protocol needs the JDK alone", use -> use.isFrom(PROTOCOL) && !isJdk(use) && !use.isOf(PROTOCOL)),
            new Ban("codecs need the JDK alone", use -> use.isFrom(CODECS) && !isJdk(use) && !use.isOf(CODECS)),
            new Ban(
                    "a codec needs another only where one format contains the other",
                    use -> use.isFrom(CODECS)
                            && use.isOf(CODECS)
                            && !use.originPackage().equals(use.targetPackage())
                            && !use.isOf(CODECS + ".pixel")
                            && !isContainedFormat(use)),
            new Ban(
                    "migration needs the JDK and protocol alone",
                    use -> use.isFrom(MIGRATION) && !isJdk(use) && !use.isOf(MIGRATION) && !use.isOf(PROTOCOL)),
            new Ban(
                    "migration is pure: no clock, no chance, no input or output",
                    use -> use.isFrom(MIGRATION) && isImpure(use)),
            new Ban(
                    "only transport sees sockets",
                    use -> use.isFrom(SERVER)
                            && !use.isFrom(TRANSPORT)
                            && (use.isOf("io.netty.channel")
                                    || use.isOf("io.netty.handler")
                                    || use.isOf("io.netty.bootstrap")
                                    || (use.isOf("java.nio.channels") && isSocket(use))
                                    || use.isOf("javax.net"))),
            new Ban(
                    "only transport, the facade and the launcher see addresses",
                    use -> use.isFrom(SERVER)
                            && !use.isFrom(TRANSPORT)
                            && !use.isFrom(LAUNCHER)
                            && !use.originPackage().equals(SERVER)
                            && use.isOf("java.net")),
            new Ban(
                    "only the launcher knows picocli and logback",
                    use -> !use.isFrom(LAUNCHER) && (use.isOf("picocli") || use.isOf("ch.qos.logback"))),
            new Ban(
                    "concurrent types only where threads meet",
                    use -> use.isFrom(SERVER)
                            && !CROSSINGS.contains(use.originPackage())
                            && isConcurrent(use.target())),
            new Ban(
                    "no Unsafe",
                    use -> use.target().startsWith("sun.") || use.target().startsWith("jdk.internal.")));

    private Bans() {}

    /** The sentence that a use breaks; empty if it breaks none. */
    static Optional<String> violation(Use use) {
        return ALL.stream()
                .filter(ban -> ban.breaks().test(use))
                .map(ban -> ban.sentence() + ": " + use)
                .findFirst();
    }

    private static boolean isJdk(Use use) {
        return use.target().startsWith("java.") || use.target().startsWith("javax.") || use.isOf("org.jspecify");
    }

    private static boolean isImpure(Use use) {
        return use.isOf("java.io")
                || use.isOf("java.nio.file")
                || use.isOf("java.nio.channels")
                || use.isOf("java.net")
                || use.isOf("java.time")
                || use.target().endsWith(".Random")
                || use.target().endsWith(".SecureRandom");
    }

    private static boolean isContainedFormat(Use use) {
        return (use.isFrom(CODECS + ".jpeg") && use.isOf(CODECS + ".lz"))
                || (use.isFrom(CODECS + ".video") && use.isOf(CODECS + ".jpeg"))
                || (use.isFrom(CODECS + ".glz") && use.isOf(CODECS + ".lz"));
    }

    private static boolean isSocket(Use use) {
        return use.target().contains("Socket") || use.target().contains("Selector");
    }

    private static boolean isConcurrent(String target) {
        return target.startsWith("java.util.concurrent.Concurrent")
                || target.startsWith("java.util.concurrent.atomic.")
                || target.startsWith("java.util.concurrent.locks.")
                || target.startsWith("java.util.concurrent.CopyOnWrite")
                || target.endsWith("BlockingQueue");
    }
}
