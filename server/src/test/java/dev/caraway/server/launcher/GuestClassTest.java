package dev.caraway.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.caraway.server.guest.CommandSource;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.Guest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestClassTest {

    @Test
    void guestIsMadeByItsFactoryFirst() throws LaunchException {
        Guest guest = create(ByFactory.class, Map.of("size", "3"));
        assertThat(((ByFactory) guest).size).isEqualTo(3);
    }

    @Test
    void guestIsMadeByItsConstructors() throws LaunchException {
        assertThat(create(ByOptions.class, Map.of("a", "b"))).isInstanceOf(ByOptions.class);
        assertThat(create(Bare.class, Map.of())).isInstanceOf(Bare.class);
    }

    @Test
    void optionsForAGuestThatTakesNoneAreRefused() {
        assertThatExceptionOfType(LaunchException.class)
                .isThrownBy(() -> create(Bare.class, Map.of("a", "b")))
                .withMessageEndingWith("expected no option, got a")
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(2));
    }

    @Test
    void guestsWordForAWrongOptionIsAUsageError() {
        assertThatExceptionOfType(LaunchException.class)
                .isThrownBy(() -> create(ByFactory.class, Map.of("size", "-1")))
                .withMessageEndingWith(": size -1: expected 0 or more")
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(2));
    }

    @Test
    void guestThatFailsIsNoUsageError() {
        assertThatExceptionOfType(LaunchException.class)
                .isThrownBy(() -> create(Failing.class, Map.of()))
                .withMessageContaining("no disk")
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(1));
    }

    @Test
    void guestThatNobodyCanMakeIsRefused() {
        assertThatExceptionOfType(LaunchException.class)
                .isThrownBy(() -> create(Hidden.class, Map.of()))
                .withMessageContaining("expected a public static create(Map<String, String>)");
    }

    /** As a library does that looks for its own parts. */
    @Test
    void guestFindsByItsThreadWhatTheClassPathAdds(@TempDir Path directory) throws IOException, LaunchException {
        Files.writeString(directory.resolve("part.txt"), "found");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            assertThat(before.getResource("part.txt")).isNull();
            new GuestClass(Seeking.class.getName(), List.of(directory.toString())).create(Map.of());
            assertThat(thread.getContextClassLoader().getResource("part.txt")).isNotNull();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Guest create(Class<?> type, Map<String, String> options) throws LaunchException {
        return new GuestClass(type.getName(), List.of()).create(options);
    }

    /** Shows nothing. */
    public abstract static class Blank implements Guest {

        @Override
        public DisplaySource display() {
            return (CommandSource) port -> {};
        }
    }

    /** Has a factory, and a constructor that would fail. */
    public static final class ByFactory extends Blank {

        private final int size;

        private ByFactory(int size) {
            this.size = size;
        }

        public ByFactory(Map<String, String> options) {
            throw new AssertionError(options);
        }

        public static ByFactory create(Map<String, String> options) {
            int size = Integer.parseInt(options.getOrDefault("size", "0"));
            if (size < 0) {
                throw new IllegalArgumentException("size " + size + ": expected 0 or more");
            }
            return new ByFactory(size);
        }
    }

    /** Takes options. */
    public static final class ByOptions extends Blank {

        public ByOptions(Map<String, String> options) {
            assertThat(options).isNotEmpty();
        }
    }

    /** Takes nothing. */
    public static final class Bare extends Blank {}

    /** Cannot start. */
    public static final class Failing extends Blank {

        public Failing() {
            throw new IllegalStateException("no disk");
        }
    }

    /** Cannot do without a part. */
    public static final class Seeking extends Blank {

        public Seeking() {
            assertThat(Thread.currentThread().getContextClassLoader().getResource("part.txt"))
                    .isNotNull();
        }
    }

    /** Keeps its constructor for itself. */
    public static final class Hidden extends Blank {

        private Hidden() {}
    }
}
