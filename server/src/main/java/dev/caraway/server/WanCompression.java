package dev.caraway.server;

/** When a compression is used that pays on a slow link above all. */
public enum WanCompression {
    /** As the server thinks best; at present that is always. */
    AUTO,
    NEVER,
    ALWAYS
}
