package dev.caraway.server.control;

/**
 * A refusal in QMP's words: one of its error classes and a text for people.
 *
 * <p>Whoever is connected can cause these at will, so they carry no stack trace.
 */
final class QmpException extends RuntimeException {

    private final String errorClass;

    QmpException(String errorClass, String description) {
        super(description, null, false, false);
        this.errorClass = errorClass;
    }

    /** What most commands fail with. */
    static QmpException generic(String description) {
        return new QmpException("GenericError", description);
    }

    /** The input was not JSON, or not such as we take. */
    static QmpException syntax(String what) {
        return generic("JSON parse error, " + what);
    }

    static QmpException commandNotFound(String description) {
        return new QmpException("CommandNotFound", description);
    }

    static QmpException deviceNotFound(String device) {
        return new QmpException("DeviceNotFound", "Device '" + device + "' not found");
    }

    /** {@code GenericError}, {@code CommandNotFound}, {@code DeviceNotActive} or {@code DeviceNotFound}. */
    String errorClass() {
        return errorClass;
    }

    String description() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
