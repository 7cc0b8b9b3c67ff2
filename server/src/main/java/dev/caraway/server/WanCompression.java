package dev.caraway.server;

/** When a compression is used that pays on a slow link above all. */
public enum WanCompression {
    /** Where it is worth its price, which the server decides. */
    AUTO,
    NEVER,
    ALWAYS
}
