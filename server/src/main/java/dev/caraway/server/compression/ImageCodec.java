package dev.caraway.server.compression;

/** The ways in which an image can travel. */
enum ImageCodec {
    RAW,
    LZ,
    GLZ,
    QUIC,
    LZ4
}
