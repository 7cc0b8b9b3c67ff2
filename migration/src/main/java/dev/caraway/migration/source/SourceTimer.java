package dev.caraway.migration.source;

/** What the source gives time for; the shell knows how much, and measures it from the last progress. */
public enum SourceTimer {
    /** Clients link themselves to the target. */
    CONNECT,
    /** Inputs channels are handed over while the guest still runs. */
    INPUTS,
    /** Data in flight drains, here and at the target. */
    DRAIN,
    /** Recalled clients answer. */
    RECALL
}
