package dev.caraway.server.compression;

/** When a compression is used that pays on a slow link above all. */
public enum WanCompression {
    /** As the server thinks best: JPEG while a client's link is slow, zlib always. */
    AUTO,
    NEVER,
    ALWAYS
}
