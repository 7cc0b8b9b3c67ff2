package dev.caraway.protocol;

/**
 * What a peer may ask for, each limit with its reason.
 *
 * <p>Every length, count and size from the wire meets one of these before anything is allocated.
 */
public final class Limits {

    /** The smallest link message: its fixed part. */
    public static final int LINK_MESSAGE_MIN_BYTES = 18;

    /** The largest link message libspice-server takes; real clients send below 50 bytes. */
    public static final int LINK_MESSAGE_MAX_BYTES = 4096;

    /** Capability words of one kind in a link message: more cannot fit {@link #LINK_MESSAGE_MAX_BYTES}. */
    public static final int CAPABILITY_WORDS = 1024;

    /** Surface ids are 0 to 1023, as every QXL device and libspice-server have it. */
    public static final int SURFACES = 1024;

    private Limits() {}
}
