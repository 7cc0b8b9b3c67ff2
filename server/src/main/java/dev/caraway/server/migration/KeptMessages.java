package dev.caraway.server.migration;

import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.session.ChannelHandover.ClientBytes;
import java.util.ArrayList;
import java.util.List;

/** Messages of a client that came to the source too late for its guest, as the migrate stream carries them. */
final class KeptMessages {

    private KeptMessages() {}

    static Bytes encode(List<ClientBytes> messages) {
        return SpiceWriter.encode(out -> {
            for (ClientBytes message : messages) {
                out.u16(message.opcode());
                out.u32(message.body().length());
                out.bytes(message.body());
            }
        });
    }

    /** @throws dev.caraway.protocol.wire.WireException if it is something else */
    static List<ClientBytes> decode(Bytes bytes) {
        SpiceReader in = new SpiceReader("kept messages", bytes);
        List<ClientBytes> messages = new ArrayList<>();
        while (in.remaining() > 0) {
            int opcode = in.u16("opcode");
            int length = in.u32AtMost("length", in.remaining());
            messages.add(new ClientBytes(opcode, in.bytes("body", length)));
        }
        return messages;
    }
}
