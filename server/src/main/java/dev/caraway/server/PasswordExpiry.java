package dev.caraway.server;

/** When a password ends. */
public sealed interface PasswordExpiry {

    /** It stays valid. */
    record Never() implements PasswordExpiry {}

    /** It is no longer valid. */
    record Now() implements PasswordExpiry {}

    /** It ends this many seconds from now, by monotonic time. */
    record After(long seconds) implements PasswordExpiry {

        public After {
            if (seconds < 0) {
                throw new IllegalArgumentException("expiry " + seconds + " s: expected 0 or more");
            }
        }
    }
}
