package dev.caraway.it.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** remote-viewer on a screen of its own. */
final class RemoteViewer {

    private final Processes processes;
    private final VirtualScreen screen;
    private final ChildProcess process;

    private RemoteViewer(Processes processes, VirtualScreen screen, ChildProcess process) {
        this.processes = processes;
        this.screen = screen;
        this.process = process;
    }

    /**
     * Starts it on a new screen.
     *
     * @param directory for what it leaves behind; each viewer has its own
     * @param line what a person would paste into a shell
     */
    static RemoteViewer start(Processes processes, Path directory, String line) {
        Processes.program("remote-viewer", "virt-viewer");
        VirtualScreen screen = VirtualScreen.start(processes, directory);
        String home = directory.toString();
        Map<String, String> environment = Map.of(
                "DISPLAY",
                screen.display(),
                "GDK_BACKEND",
                "x11",
                "HOME",
                home,
                "XDG_RUNTIME_DIR",
                home,
                "XDG_CACHE_HOME",
                home,
                "XDG_CONFIG_HOME",
                home,
                "LC_ALL",
                "C.UTF-8",
                // No desktop's settings and no services, which would outlive the test.
                "GSETTINGS_BACKEND",
                "memory",
                "NO_AT_BRIDGE",
                "1",
                "DBUS_SESSION_BUS_ADDRESS",
                "disabled:");
        return new RemoteViewer(processes, screen, processes.start(List.of("sh", "-c", "exec " + line), environment));
    }

    ChildProcess process() {
        return process;
    }

    VirtualScreen screen() {
        return screen;
    }

    /** Waits for a window whose title has {@code title} in it, and gives it the keyboard. */
    void awaitWindow(String title) {
        process.awaitThat("a window named " + title, () -> {
            String window = windows(title);
            if (window.isEmpty()) {
                return false;
            }
            xdotool("windowfocus", window.lines().findFirst().orElseThrow());
            return true;
        });
    }

    /** The windows on the screen with {@code title} in their titles, an id a line. */
    String windows(String title) {
        return String.join("\n", xdotool("search", "--onlyvisible", "--name", title));
    }

    /** Does what {@code xdotool} says about these words, and returns the lines of its answer. */
    List<String> xdotool(String... words) {
        List<String> command = new ArrayList<>(List.of(Processes.program("xdotool", "xdotool")));
        command.addAll(List.of(words));
        return processes.run(command, Map.of("DISPLAY", screen.display()));
    }
}
