package dev.caraway.protocol.link;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * What a client says to link a channel.
 *
 * <p>Read as libspice-server reads it: the capabilities may stand anywhere behind the fixed part, at any alignment;
 * without capabilities their offset means nothing; bytes that belong to nothing are skipped.
 *
 * @param connectionId the session to join, 0 for a new one
 * @param channelType a code of {@code ChannelType}, or one we do not know, 0 to 255
 * @param channelId 0 to 255
 */
public record LinkMessage(
        int connectionId,
        int channelType,
        int channelId,
        Capabilities commonCapabilities,
        Capabilities channelCapabilities)
        implements Encodable {

    /** The fixed part. */
    public static final int BYTES = Limits.LINK_MESSAGE_MIN_BYTES;

    public static LinkMessage decode(SpiceReader in) {
        int connectionId = in.i32("connection_id");
        int channelType = in.u8("channel_type");
        int channelId = in.u8("channel_id");
        int commonCount = in.u32AtMost("num_common_caps", Limits.CAPABILITY_WORDS);
        int channelCount = in.u32AtMost("num_channel_caps", Limits.CAPABILITY_WORDS);
        long capsOffset = in.u32("caps_offset");
        if (commonCount + channelCount > 0) {
            skipTo(in, capsOffset);
        }
        Capabilities common = Capabilities.decode(in, "common_caps", commonCount);
        Capabilities channel = Capabilities.decode(in, "channel_caps", channelCount);
        in.bytes("unused", in.remaining());
        return new LinkMessage(connectionId, channelType, channelId, common, channel);
    }

    private static void skipTo(SpiceReader in, long capsOffset) {
        if (capsOffset < BYTES || capsOffset - BYTES > in.remaining()) {
            throw in.violation(
                    "caps_offset", "expected " + BYTES + " to " + (BYTES + in.remaining()) + ", got " + capsOffset);
        }
        in.bytes("unused", (int) capsOffset - BYTES);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.i32(connectionId);
        out.u8(channelType);
        out.u8(channelId);
        out.u32(commonCapabilities.wordCount());
        out.u32(channelCapabilities.wordCount());
        out.u32(BYTES);
        commonCapabilities.encode(out);
        channelCapabilities.encode(out);
    }
}
