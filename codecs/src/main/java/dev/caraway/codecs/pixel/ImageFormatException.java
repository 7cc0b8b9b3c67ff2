package dev.caraway.codecs.pixel;

/**
 * Compressed bytes that are not an image of the format they claim to be.
 *
 * <p>Whoever sends the bytes can cause these at will, so they carry no stack trace. The text is a lower-case fragment,
 * subject first, expected and got: {@code lz magic: expected 0x20205a4c, got 0x0}.
 */
public final class ImageFormatException extends RuntimeException {

    public ImageFormatException(String message) {
        super(message, null, false, false);
    }
}
