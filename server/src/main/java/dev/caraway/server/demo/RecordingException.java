package dev.caraway.server.demo;

import java.io.IOException;

/** A file is not a recording, or a broken one; the text says where. */
final class RecordingException extends IOException {

    RecordingException(String message) {
        super(message);
    }
}
