package dev.caraway.it.structure;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The layers of the server: a package needs only packages of layers below its own. */
final class Layers {

    private static final String SERVER = "dev.caraway.server";

    private static final Map<String, Integer> LAYER_BY_PACKAGE = Map.ofEntries(
            Map.entry("launcher", 7),
            Map.entry("demo", 6),
            Map.entry("control", 6),
            Map.entry("", 5),
            Map.entry("transport", 4),
            Map.entry("migration", 4),
            Map.entry("rehearsal", 4),
            Map.entry("main", 3),
            Map.entry("display", 3),
            Map.entry("cursor", 3),
            Map.entry("inputs", 3),
            Map.entry("session", 2),
            Map.entry("agent", 2),
            Map.entry("video", 2),
            Map.entry("channel", 1),
            Map.entry("compression", 1),
            Map.entry("surface", 1),
            Map.entry("framebuffer", 1),
            Map.entry("link", 0),
            Map.entry("cache", 0),
            Map.entry("render", 0),
            Map.entry("guest", 0),
            Map.entry("event", 0));

    private Layers() {}

    /** What is wrong with one class of the server needing another; empty if nothing is. */
    static Optional<String> violation(Use use) {
        if (!use.isFrom(SERVER) || !use.isOf(SERVER) || use.originPackage().equals(use.targetPackage())) {
            return Optional.empty();
        }
        Integer from = layer(use.originPackage());
        Integer to = layer(use.targetPackage());
        if (from == null || to == null) {
            return Optional.of(use + ": expected packages that have a layer");
        }
        return to < from ? Optional.empty() : Optional.of(use + ": expected a layer below " + from + ", got " + to);
    }

    private static @Nullable Integer layer(String packageName) {
        return LAYER_BY_PACKAGE.get(packageName.equals(SERVER) ? "" : packageName.substring(SERVER.length() + 1));
    }
}
