package dev.caraway.protocol.capability;

/** One bit of a {@link Capabilities set}; an enum for each kind of channel implements it. */
public interface Capability {

    /** The number of the bit, from 0; bit 32 is the lowest of the second word. */
    int bit();
}
