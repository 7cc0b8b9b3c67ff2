package dev.caraway.migration.data;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * SpiceMigrateDataSmartcard, magic SCMD.
 *
 * @param isReaderAdded whether the client has a reader
 * @param partialRead what the device has said of a message that is not complete
 */
public record SmartcardData(CharDeviceData device, boolean isReaderAdded, Bytes partialRead) implements ChannelData {

    static final String MAGIC = "SCMD";
    static final int FIXED_BYTES = HEADER_BYTES + CharDeviceData.FIXED_BYTES + 9;

    static SmartcardData decode(LayoutReader in) {
        SpiceReader fields = in.fields();
        CharDeviceData device = CharDeviceData.decode(in, Limits.MIGRATE_DATA_BYTES);
        boolean isReaderAdded = fields.bool8("reader_added");
        int readSize = fields.u32AtMost("read_size", Limits.MIGRATE_DATA_BYTES);
        Bytes partialRead = in.pointee("read_data_ptr", fields.u32("read_data_ptr"), readSize);
        return new SmartcardData(device, isReaderAdded, partialRead);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(Magic.number(MAGIC));
        out.u32(VERSION);
        device.encode(out);
        out.bool8(isReaderAdded);
        out.u32(partialRead.length());
        out.pointer(partialRead.isEmpty() ? null : at -> at.bytes(partialRead));
    }
}
