package dev.caraway.protocol.agent;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * VD_AGENT_MONITORS_CONFIG: how a client wants the guest's monitors.
 *
 * @param flags bits of {@link #USE_POSITION} and {@link #PHYSICAL_SIZE}, and others we do not know
 * @param monitors at most {@link Limits#AGENT_MONITORS}
 * @param physicalSizes one for each monitor when the flags say so, else none
 */
public record MonitorsConfig(long flags, List<MonitorConfig> monitors, List<MonitorSize> physicalSizes)
        implements AgentMessage {

    public static final int USE_POSITION = 1;
    public static final int PHYSICAL_SIZE = 2;

    public MonitorsConfig {
        monitors = List.copyOf(monitors);
        physicalSizes = List.copyOf(physicalSizes);
        if (monitors.size() > Limits.AGENT_MONITORS) {
            throw new IllegalArgumentException(
                    "monitors: expected at most " + Limits.AGENT_MONITORS + ", got " + monitors.size());
        }
        int sizes = (flags & PHYSICAL_SIZE) != 0 ? monitors.size() : 0;
        if (physicalSizes.size() != sizes) {
            throw new IllegalArgumentException("physical sizes: expected " + sizes + ", got " + physicalSizes.size());
        }
    }

    public static MonitorsConfig decode(SpiceReader in) {
        int count = in.u32AtMost("num_of_monitors", Limits.AGENT_MONITORS);
        long flags = in.u32("flags");
        int sizeCount = (flags & PHYSICAL_SIZE) != 0 ? count : 0;
        List<MonitorConfig> monitors = new ArrayList<>(in.counted("monitors", count, MonitorConfig.BYTES));
        for (int i = 0; i < count; i++) {
            monitors.add(MonitorConfig.decode(in));
        }
        List<MonitorSize> physicalSizes = new ArrayList<>(in.counted("physical_sizes", sizeCount, MonitorSize.BYTES));
        for (int i = 0; i < sizeCount; i++) {
            physicalSizes.add(MonitorSize.decode(in));
        }
        return new MonitorsConfig(flags, monitors, physicalSizes);
    }

    @Override
    public AgentMessageType type() {
        return AgentMessageType.MONITORS_CONFIG;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(monitors.size());
        out.u32(flags);
        for (MonitorConfig monitor : monitors) {
            monitor.encode(out);
        }
        for (MonitorSize size : physicalSizes) {
            size.encode(out);
        }
    }
}
