package dev.caraway.migration.data;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.SpiceWriter;

/** SpiceMigrateDataSpiceVmc, magic SVMD: a usbredir, port or webdav channel, which is its device and nothing else. */
public record SpicevmcData(CharDeviceData device) implements ChannelData {

    static final String MAGIC = "SVMD";
    static final int FIXED_BYTES = HEADER_BYTES + CharDeviceData.FIXED_BYTES;

    static SpicevmcData decode(LayoutReader in) {
        CharDeviceData device = CharDeviceData.decode(in, Limits.MIGRATE_DATA_BYTES);
        return new SpicevmcData(device);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(Magic.number(MAGIC));
        out.u32(VERSION);
        device.encode(out);
    }
}
