package dev.caraway.server.guest;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A guest has thrown something, or has given nothing where something is needed. The message is one line with the class of
 * the guest, or of the part of it that was called, the method, and what was thrown; the cause is what was thrown.
 */
public final class GuestException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String fault;

    private GuestException(Object guest, String fault, @Nullable Throwable cause) {
        super("guest " + guest.getClass().getName() + ": " + fault, cause);
        this.fault = fault;
    }

    /** The method and what is wrong with it, without the class: {@code display(): expected an answer, got null}. */
    public String fault() {
        return fault;
    }

    /**
     * What a guest answers.
     *
     * @param guest the guest, or the part of it that is asked
     * @param method what is called, for the message
     * @throws GuestException if it throws anything, or answers null
     */
    public static <T> T ask(Object guest, String method, Supplier<? extends @Nullable T> question) {
        T answer;
        try {
            answer = question.get();
        } catch (RuntimeException | Error e) {
            throw of(guest, method, e);
        }
        if (answer == null) {
            throw new GuestException(guest, method + "(): expected an answer, got null", null);
        }
        return answer;
    }

    /**
     * Calls a guest that has nothing to answer.
     *
     * @param guest the guest, or the part of it that is called
     * @param method what is called, for the message
     * @throws GuestException if it throws anything
     */
    public static void tell(Object guest, String method, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            throw of(guest, method, e);
        }
    }

    /** What the inner one of two calls has said is the more exact. */
    private static GuestException of(Object guest, String method, Throwable thrown) {
        if (thrown instanceof GuestException exact) {
            return exact;
        }
        String line = thrown.toString().lines().findFirst().orElse("");
        return new GuestException(guest, method + "(): " + line, thrown);
    }
}
