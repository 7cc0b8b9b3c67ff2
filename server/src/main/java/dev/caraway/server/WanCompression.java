package dev.caraway.server;

/** When a compression is used that costs more than it wins on a fast link. */
public enum WanCompression {
    /** Where the measured link makes it worth its price. */
    AUTO,
    NEVER,
    ALWAYS
}
