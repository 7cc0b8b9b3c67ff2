package dev.caraway.protocol;

import dev.caraway.protocol.wire.Encodable;

/** A message from client to server, on any channel; each package seals its own family. */
public interface ClientMessage extends Encodable {

    /** The message's number on its channel, 1 to 65535. */
    int opcode();
}
