package dev.caraway.migration;

/** How much of a client's session comes along; the words of SPICE. */
public enum MigrationMode {
    /** Nothing: the client is told where the guest has gone, and logs in there anew. */
    SWITCH_HOST,
    /** The login: the client links beforehand, and starts from a clean state when the guest has moved. */
    SEMI_SEAMLESS,
    /** All of it: the client goes on with what it holds. */
    SEAMLESS;

    /** The version of the seamless protocol that we speak, as MIGRATE_BEGIN_SEAMLESS names it. */
    public static final int SEAMLESS_VERSION = 1;
}
