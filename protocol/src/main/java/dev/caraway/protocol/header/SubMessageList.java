package dev.caraway.protocol.header;

import dev.caraway.protocol.wire.Encodable;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.ArrayList;
import java.util.List;

/** Messages inside a message's body; they are to be taken in order, before the message that carries them. */
public record SubMessageList(List<SubMessage> messages) implements Encodable {

    public SubMessageList {
        messages = List.copyOf(messages);
        if (messages.size() > 0xffff) {
            throw new IllegalArgumentException("sub messages: expected at most 65535, got " + messages.size());
        }
    }

    /** Reads the list here; the offsets in it count from the first byte of the body being read. */
    public static SubMessageList decode(SpiceReader in) {
        int size = in.counted("size", in.u16("size"), Integer.BYTES);
        // Offsets may repeat themselves. Without a budget, a small body could name one big message 65535 times.
        int budgetBytes = in.remaining();
        List<SubMessage> messages = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            SubMessage message = in.requiredPointer("sub_messages", SubMessage::decode);
            budgetBytes -=
                    Integer.BYTES + SubMessage.HEADER_BYTES + message.body().length();
            if (budgetBytes < 0) {
                throw in.violation("sub_messages", "expected messages that do not overlap");
            }
            messages.add(message);
        }
        return new SubMessageList(messages);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u16(messages.size());
        for (SubMessage message : messages) {
            out.pointer(message);
        }
    }
}
