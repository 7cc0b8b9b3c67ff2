package dev.caraway.server.compression;

/** When a compression is used that pays on a slow link above all. */
public enum WanCompression {
    /** As the server thinks best; at present that is always. */
    AUTO,
    NEVER,
    ALWAYS
}
