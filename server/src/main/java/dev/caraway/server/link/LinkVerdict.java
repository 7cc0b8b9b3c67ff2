package dev.caraway.server.link;

/** What a state says to an event. */
public enum LinkVerdict {
    /** It was awaited. */
    ACCEPTED,
    /** It came too late to matter. */
    STALE,
    /** It cannot come now: whoever applied it is wrong. */
    SHELL_MISUSE
}
