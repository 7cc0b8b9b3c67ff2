package dev.caraway.protocol.agent;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.ArrayList;
import java.util.List;

/** VD_AGENT_GRAPHICS_DEVICE_INFO: the guest learns which monitor is which display of its devices. */
public record GraphicsDeviceInfo(List<DeviceDisplayInfo> displays) implements AgentMessage {

    public GraphicsDeviceInfo {
        displays = List.copyOf(displays);
        if (displays.size() > Limits.AGENT_MONITORS) {
            throw new IllegalArgumentException(
                    "displays: expected at most " + Limits.AGENT_MONITORS + ", got " + displays.size());
        }
    }

    public static GraphicsDeviceInfo decode(SpiceReader in) {
        int count = in.u32AtMost("count", Limits.AGENT_MONITORS);
        List<DeviceDisplayInfo> displays =
                new ArrayList<>(in.counted("display_info", count, DeviceDisplayInfo.MIN_BYTES));
        for (int i = 0; i < count; i++) {
            displays.add(DeviceDisplayInfo.decode(in));
        }
        return new GraphicsDeviceInfo(displays);
    }

    @Override
    public AgentMessageType type() {
        return AgentMessageType.GRAPHICS_DEVICE_INFO;
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(displays.size());
        for (DeviceDisplayInfo display : displays) {
            display.encode(out);
        }
    }
}
