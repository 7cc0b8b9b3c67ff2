package dev.caraway.protocol.agent;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * VDAgentMonConfig: how a client wants one monitor.
 *
 * @param height in pixels, 0 to {@link Limits#MONITOR_SIDE_PIXELS}; 0 by 0 switches the monitor off
 * @param width in pixels, 0 to {@link Limits#MONITOR_SIDE_PIXELS}
 * @param depth bits of a pixel, 0 to 2^32 - 1
 */
public record MonitorConfig(int height, int width, long depth, int x, int y) implements Encodable {

    static final int BYTES = 20;

    public MonitorConfig {
        if (height < 0 || height > Limits.MONITOR_SIDE_PIXELS || width < 0 || width > Limits.MONITOR_SIDE_PIXELS) {
            throw new IllegalArgumentException(
                    "monitor " + width + "x" + height + ": expected sides up to " + Limits.MONITOR_SIDE_PIXELS);
        }
    }

    public static MonitorConfig decode(SpiceReader in) {
        int height = in.u32AtMost("height", Limits.MONITOR_SIDE_PIXELS);
        int width = in.u32AtMost("width", Limits.MONITOR_SIDE_PIXELS);
        long depth = in.u32("depth");
        int x = in.i32("x");
        int y = in.i32("y");
        return new MonitorConfig(height, width, depth, x, y);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(height);
        out.u32(width);
        out.u32(depth);
        out.i32(x);
        out.i32(y);
    }
}
