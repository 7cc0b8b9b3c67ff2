package dev.caraway.server.display;

import dev.caraway.protocol.ServerMessage;
import java.util.List;

/** Something from the pipe that takes work before it can be sent. */
interface Parcel {

    /** How many pixels are to be compressed. */
    long pixels();

    /** Does the work; on any one thread. */
    void compress();

    /** The work is done: what is to be sent now, in this order. On the loop, once. */
    List<? extends ServerMessage> messages();
}
