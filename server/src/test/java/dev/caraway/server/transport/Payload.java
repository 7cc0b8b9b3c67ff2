package dev.caraway.server.transport;

import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceWriter;

/** A message of any size. */
record Payload(int opcode, Bytes body) implements ServerMessage {

    static Payload of(int opcode, int bytes) {
        return new Payload(opcode, Bytes.wrap(new byte[bytes]));
    }

    @Override
    public void encode(SpiceWriter out) {
        out.bytes(body);
    }
}
