package dev.caraway.server.launcher;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why nothing is served: one line for the user and the exit status that goes with it. */
final class LaunchException extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;

    private LaunchException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The command line is wrong. */
    static LaunchException usage(String message) {
        return new LaunchException(Launcher.USAGE_STATUS, firstLine(message));
    }

    /** The command line is right, and the machine does not allow it: a port in use, a file that cannot be read. */
    static LaunchException failure(String message) {
        return new LaunchException(Launcher.FAILURE_STATUS, firstLine(message));
    }

    /** The same, for a cause that may have nothing to say but its kind. */
    static LaunchException failure(String subject, Throwable cause) {
        if (cause instanceof FileSystemException refusal && refusal.getFile() != null) {
            boolean isNamed = subject.endsWith(refusal.getFile());
            return failure(subject + ": " + (isNamed ? "" : refusal.getFile() + ": ") + reason(refusal));
        }
        String reason = cause.getMessage();
        return failure(subject + ": " + (reason == null ? cause.getClass().getSimpleName() : reason));
    }

    /** The commonest of these have no message but the file's name. */
    private static String reason(FileSystemException refusal) {
        if (refusal.getReason() != null) {
            return refusal.getReason();
        }
        if (refusal instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (refusal instanceof AccessDeniedException) {
            return "permission denied";
        }
        return refusal.getClass().getSimpleName();
    }

    int status() {
        return status;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }
}
