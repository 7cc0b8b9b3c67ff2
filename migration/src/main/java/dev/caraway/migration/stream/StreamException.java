package dev.caraway.migration.stream;

/**
 * The other host says what no migrate stream says, or says it at the wrong moment: the stream is over.
 *
 * <p>Without a stack trace, since it is the peer's doing. The text is a lower-case fragment, subject first, expected and
 * got.
 */
public final class StreamException extends RuntimeException {

    public StreamException(String message) {
        super(message, null, false, false);
    }
}
