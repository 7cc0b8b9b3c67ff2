package dev.caraway.protocol.agent;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.protocol.wire.Text;

/** VDAgentDeviceDisplayInfo: which display of which of the guest's devices a monitor is. */
public record DeviceDisplayInfo(int channelId, int monitorId, int deviceDisplayId, String deviceAddress)
        implements Encodable {

    /** What one takes at least. */
    static final int MIN_BYTES = 17;

    public DeviceDisplayInfo {
        int sizeBytes = new Text(deviceAddress).sizeBytes();
        if (sizeBytes > Limits.TEXT_BYTES) {
            throw new IllegalArgumentException(
                    "device address: expected up to " + Limits.TEXT_BYTES + ", got " + sizeBytes);
        }
    }

    public static DeviceDisplayInfo decode(SpiceReader in) {
        int channelId = in.i32("channel_id");
        int monitorId = in.i32("monitor_id");
        int deviceDisplayId = in.i32("device_display_id");
        int deviceAddressLength = in.u32AtMost("device_address_len", Limits.TEXT_BYTES);
        Text deviceAddress = Text.decode(in, "device_address", deviceAddressLength);
        return new DeviceDisplayInfo(channelId, monitorId, deviceDisplayId, deviceAddress.value());
    }

    @Override
    public void encode(SpiceWriter out) {
        Text address = new Text(deviceAddress);
        out.i32(channelId);
        out.i32(monitorId);
        out.i32(deviceDisplayId);
        out.u32(address.sizeBytes());
        address.encode(out);
    }
}
