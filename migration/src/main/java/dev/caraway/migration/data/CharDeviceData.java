package dev.caraway.migration.data;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * SpiceMigrateDataCharDevice: what a channel with a character device behind it carries.
 *
 * @param isConnected whether there is a device
 * @param clientTokens messages that the client may still send; 2^32 - 1 where nobody counts
 * @param sendTokens messages that the device may still send to the client; 2^32 - 1 where nobody counts
 * @param pendingWrites what the device has not taken yet, oldest first
 * @param pendingClientTokens the client's messages that {@code pendingWrites} stands for
 */
public record CharDeviceData(
        boolean isConnected, long clientTokens, long sendTokens, Bytes pendingWrites, long pendingClientTokens) {

    static final int FIXED_BYTES = 25;

    /** No device. */
    public static final CharDeviceData NONE = new CharDeviceData(false, 0, 0, Bytes.EMPTY, 0);

    private static final int VERSION = 1;

    public CharDeviceData {
        FieldRange.u32("client tokens", clientTokens);
        FieldRange.u32("send tokens", sendTokens);
        FieldRange.u32("pending client tokens", pendingClientTokens);
    }

    /** @param pendingLimitBytes what the channel takes at most of pending writes */
    static CharDeviceData decode(LayoutReader in, int pendingLimitBytes) {
        SpiceReader fields = in.fields();
        in.version("base.version", VERSION);
        boolean isConnected = fields.bool8("base.connected");
        long clientTokens = fields.u32("base.num_client_tokens");
        long sendTokens = fields.u32("base.num_send_tokens");
        int writeSize = fields.u32AtMost("base.write_size", pendingLimitBytes);
        long pendingClientTokens = fields.u32("base.write_num_client_tokens");
        Bytes pendingWrites = in.pointee("base.write_data_ptr", fields.u32("base.write_data_ptr"), writeSize);
        return new CharDeviceData(isConnected, clientTokens, sendTokens, pendingWrites, pendingClientTokens);
    }

    void encode(SpiceWriter out) {
        out.u32(VERSION);
        out.bool8(isConnected);
        out.u32(clientTokens);
        out.u32(sendTokens);
        out.u32(pendingWrites.length());
        out.u32(pendingClientTokens);
        out.pointer(pendingWrites.isEmpty() ? null : at -> at.bytes(pendingWrites));
    }
}
