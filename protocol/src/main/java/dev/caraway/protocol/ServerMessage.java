package dev.caraway.protocol;

import dev.caraway.protocol.wire.Encodable;

/** A message from server to client, on any channel; each package seals its own family. */
public interface ServerMessage extends Encodable {

    /** The message's number on its channel, 1 to 65535. */
    int opcode();
}
