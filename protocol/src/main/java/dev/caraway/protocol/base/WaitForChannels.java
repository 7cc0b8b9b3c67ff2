package dev.caraway.protocol.base;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.ArrayList;
import java.util.List;

/** SPICE_MSG_WAIT_FOR_CHANNELS: the client waits until other channels have come so far; at most 255 waits. */
public record WaitForChannels(List<ChannelWait> waitList) implements BaseServerMessage {

    public WaitForChannels {
        waitList = List.copyOf(waitList);
        if (waitList.size() > 255) {
            throw new IllegalArgumentException("wait list: expected at most 255, got " + waitList.size());
        }
    }

    public static WaitForChannels decode(SpiceReader in) {
        int waitCount = in.counted("wait_count", in.u8("wait_count"), ChannelWait.BYTES);
        List<ChannelWait> waitList = new ArrayList<>(waitCount);
        for (int i = 0; i < waitCount; i++) {
            waitList.add(ChannelWait.decode(in));
        }
        return new WaitForChannels(waitList);
    }

    @Override
    public int opcode() {
        return BaseServerOpcode.WAIT_FOR_CHANNELS.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u8(waitList.size());
        for (ChannelWait wait : waitList) {
            wait.encode(out);
        }
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onWaitForChannels(this);
    }
}
