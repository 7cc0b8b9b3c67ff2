package dev.caraway.server;

/** What happens when a client comes while another is connected. */
public enum ClientPolicy {
    /** Both see and drive the guest. */
    SHARE,
    /** The new one is refused. */
    REFUSE,
    /** The old one has to go. */
    TAKEOVER
}
