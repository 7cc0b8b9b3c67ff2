package dev.caraway.server.agent;

import dev.caraway.protocol.agent.MonitorConfig;
import dev.caraway.protocol.agent.MonitorsConfig;
import dev.caraway.server.channel.ProtocolException;
import dev.caraway.server.guest.GuestDisplay;
import dev.caraway.server.guest.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a client says of monitors, in a guest's words. */
final class WishedHeads {

    /** More monitors than any client has windows for. */
    private static final int MONITORS_MAX = 16;

    /** A smaller wish comes from a window that is being made small; a guest is asked for no less than this. */
    private static final int SIDE_MIN_PIXELS = 200;

    private static final int PLACE_MAX_PIXELS = 1 << 15;

    private WishedHeads() {}

    /**
     * The monitors that are on, the first {@link GuestDisplay#MAX_HEADS}, moved together so that none is left of or above
     * the origin. Without places they stand side by side. None if they would not fit a guest's display.
     *
     * @throws ProtocolException if no client can mean it (hostile-inputs: M13)
     */
    static HeadsWish of(MonitorsConfig config) {
        if (config.monitors().size() > MONITORS_MAX) {
            throw ProtocolException.session("monitors: expected at most " + MONITORS_MAX + ", got "
                    + config.monitors().size());
        }
        config.monitors().forEach(WishedHeads::check);
        List<MonitorConfig> on =
                config.monitors().stream().filter(WishedHeads::isOn).toList();
        boolean hasPlaces = (config.flags() & MonitorsConfig.USE_POSITION) != 0;
        int left = on.stream().mapToInt(MonitorConfig::x).min().orElse(0);
        int top = on.stream().mapToInt(MonitorConfig::y).min().orElse(0);
        List<Optional<Head>> heads = new ArrayList<>();
        int wanted = 0;
        int nextX = 0;
        for (MonitorConfig monitor : config.monitors()) {
            if (!isOn(monitor) || wanted == GuestDisplay.MAX_HEADS) {
                heads.add(Optional.empty());
                continue;
            }
            wanted++;
            int width = Math.max(monitor.width(), SIDE_MIN_PIXELS);
            int height = Math.max(monitor.height(), SIDE_MIN_PIXELS);
            int x = hasPlaces ? monitor.x() - left : nextX;
            int y = hasPlaces ? monitor.y() - top : 0;
            nextX += width;
            if (x + width > GuestDisplay.MAX_SIDE_PIXELS || y + height > GuestDisplay.MAX_SIDE_PIXELS) {
                return new HeadsWish(List.of());
            }
            heads.add(Optional.of(new Head(x, y, width, height)));
        }
        return new HeadsWish(heads);
    }

    private static boolean isOn(MonitorConfig monitor) {
        return monitor.width() > 0;
    }

    private static void check(MonitorConfig monitor) {
        boolean isOff = monitor.width() == 0 && monitor.height() == 0;
        if (!isOff && (monitor.width() == 0 || monitor.height() == 0)) {
            throw ProtocolException.session(
                    "monitor " + monitor.width() + "x" + monitor.height() + ": expected both sides, or none");
        }
        if (Math.abs((long) monitor.x()) > PLACE_MAX_PIXELS || Math.abs((long) monitor.y()) > PLACE_MAX_PIXELS) {
            throw ProtocolException.session("monitor at " + monitor.x() + "," + monitor.y() + ": expected within "
                    + PLACE_MAX_PIXELS + " pixels");
        }
    }
}
