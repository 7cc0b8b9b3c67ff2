package dev.caraway.protocol.wire;

/**
 * The peer sent bytes that no conforming peer sends.
 *
 * <p>A hostile peer can cause these at will, so they carry no stack trace. The text is a lower-case fragment, subject
 * first, expected and got: {@code SPICE_MSGC_DISPLAY_INIT.glz_dictionary_id: expected 1 bytes, got 0}.
 */
public final class WireException extends RuntimeException {

    public WireException(String message) {
        super(message, null, false, false);
    }
}
