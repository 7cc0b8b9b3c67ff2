package dev.caraway.protocol.base;

import dev.caraway.protocol.header.SubMessageList;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/** SPICE_MSG_LIST: messages in one, taken in order, counted as one. */
public record MessageList(SubMessageList list) implements BaseServerMessage {

    public static MessageList decode(SpiceReader in) {
        SubMessageList list = SubMessageList.decode(in);
        return new MessageList(list);
    }

    @Override
    public int opcode() {
        return BaseServerOpcode.LIST.number();
    }

    @Override
    public void encode(SpiceWriter out) {
        list.encode(out);
    }

    @Override
    public void deliverTo(Handler handler) {
        handler.onList(this);
    }
}
