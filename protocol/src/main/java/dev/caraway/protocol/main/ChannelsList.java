package dev.caraway.protocol.main;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.ArrayList;
import java.util.List;

/** SPICE_MSG_MAIN_CHANNELS_LIST: the channels that the client may link. */
public record ChannelsList(List<ChannelId> channels) implements MainServerMessage {

    public ChannelsList {
        channels = List.copyOf(channels);
        if (channels.size() > Limits.CHANNELS) {
            throw new IllegalArgumentException(
                    "channels: expected at most " + Limits.CHANNELS + ", got " + channels.size());
        }
    }

    public static ChannelsList decode(SpiceReader in) {
        int count = in.counted("channels", in.u32AtMost("num_of_channels", Limits.CHANNELS), 2);
        List<ChannelId> channels = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            channels.add(channel(in));
        }
        return new ChannelsList(channels);
    }

    private static ChannelId channel(SpiceReader in) {
        int type = in.u8("type");
        int id = in.u8("id");
        return ChannelType.ofCode(type)
                .map(known -> new ChannelId(known, id))
                .orElseThrow(() -> in.violation("type", "expected a known channel type, got " + type));
    }

    @Override
    public int opcode() {
        return MainServerOpcode.CHANNELS_LIST.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(channels.size());
        for (ChannelId channel : channels) {
            out.u8(channel.type().code());
            out.u8(channel.id());
        }
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onChannelsList(this);
    }
}
