package dev.caraway.server.compression;

/** When a compression that costs more than it wins on a fast link is used. */
public enum WanCompression {
    /** Where the measured link makes it worth its price. */
    AUTO,
    NEVER,
    ALWAYS
}
