package dev.caraway.codecs.analysis;

/** What an image is to a codec, and so which one makes it smallest. */
public enum ImageKind {
    /** So few bytes that no codec's header pays: left as it is. */
    TINY,
    /** One colour everywhere, alpha too: whatever says a colour and a size. */
    SOLID,
    /** What is there comes again, as in text and windows: LZ, and GLZ where images before it show the same. */
    REPETITIVE,
    /** Most pixels are new but near their neighbours, in part of the image at least: QUIC. */
    GRADUAL,
    /** Gradual everywhere, with few outlines that loss would blur: JPEG where loss is allowed, QUIC otherwise. */
    PHOTOGRAPHIC
}
