package dev.caraway.protocol.base;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * A message of another channel that must have been taken first.
 *
 * @param channelType a code of {@code ChannelType}, or one we do not know, 0 to 255
 * @param channelId 0 to 255
 * @param messageSerial unsigned
 */
public record ChannelWait(int channelType, int channelId, long messageSerial) implements Encodable {

    static final int BYTES = 10;

    public static ChannelWait decode(SpiceReader in) {
        int channelType = in.u8("channel_type");
        int channelId = in.u8("channel_id");
        long messageSerial = in.i64("message_serial");
        return new ChannelWait(channelType, channelId, messageSerial);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(channelType);
        out.u8(channelId);
        out.i64(messageSerial);
    }
}
