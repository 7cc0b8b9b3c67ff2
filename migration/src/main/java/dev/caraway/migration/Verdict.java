package dev.caraway.migration;

/** What a state says to an event. An event that was not accepted changes nothing. */
public enum Verdict {
    /** It was awaited. */
    ACCEPTED,
    /** It came too late to matter: events cross. */
    STALE,
    /** No conforming peer, client or other host, says this now. */
    PEER_VIOLATION,
    /** Whoever moves the guest asks for what cannot be had now. */
    HOST_MISUSE,
    /** It cannot come now: whoever applied it is wrong. */
    SHELL_MISUSE
}
