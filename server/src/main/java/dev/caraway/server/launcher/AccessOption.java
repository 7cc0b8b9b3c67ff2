package dev.caraway.server.launcher;

import dev.caraway.server.SpiceServerBuilder;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Who may connect by {@code --spice}. */
sealed interface AccessOption {

    /** What the encrypted ticket can hold besides its closing zero. */
    int MAX_PASSWORD_BYTES = 60;

    /** Everybody. */
    record Everybody() implements AccessOption {

        @Override
        public void applyTo(SpiceServerBuilder builder) {
            builder.disableTicketing();
        }
    }

    /** Nobody before the control port has set a password. */
    record NobodyYet() implements AccessOption {

        @Override
        public void applyTo(SpiceServerBuilder builder) {
            builder.requirePassword();
        }
    }

    /** Who knows the password. */
    record Password(String text) implements AccessOption {

        @Override
        public void applyTo(SpiceServerBuilder builder) {
            builder.password(text.toCharArray());
        }

        /** Never the password. */
        @Override
        public String toString() {
            return "Password";
        }
    }

    void applyTo(SpiceServerBuilder builder);

    /** The password, if there is one. */
    default Optional<String> password() {
        return this instanceof Password password ? Optional.of(password.text()) : Optional.empty();
    }

    /** What the values say; {@code isLocal} tells whether nobody on another machine can connect anyway. */
    static AccessOption of(SpiceValues values, boolean isLocal) throws LaunchException {
        Optional<Boolean> isDisabled = values.isOn(SpiceKey.DISABLE_TICKETING);
        Optional<Password> password = password(values);
        if (password.isPresent()) {
            if (isDisabled.orElse(false)) {
                throw SpiceValues.wrong(
                        SpiceKey.DISABLE_TICKETING, "expected a password or disable-ticketing=on, got both");
            }
            return password.get();
        }
        if (isDisabled.isPresent()) {
            return isDisabled.get() ? new Everybody() : new NobodyYet();
        }
        if (!isLocal) {
            throw SpiceValues.wrong(
                    SpiceKey.ADDR,
                    "expected password-file=PATH, password=TEXT or disable-ticketing=on for '"
                            + values.text(SpiceKey.ADDR).orElse("") + "', which other machines may reach");
        }
        return new Everybody();
    }

    private static Optional<Password> password(SpiceValues values) throws LaunchException {
        Optional<String> text = values.text(SpiceKey.PASSWORD);
        Optional<String> file = values.path(SpiceKey.PASSWORD_FILE);
        if (text.isPresent() && file.isPresent()) {
            throw SpiceValues.wrong(SpiceKey.PASSWORD_FILE, "expected password or password-file, got both");
        }
        if (text.isPresent()) {
            return Optional.of(checked(SpiceKey.PASSWORD, text.get()));
        }
        return file.isPresent()
                ? Optional.of(checked(SpiceKey.PASSWORD_FILE, firstLine(Path.of(file.get()))))
                : Optional.empty();
    }

    private static Password checked(SpiceKey key, String password) throws LaunchException {
        int length = password.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > MAX_PASSWORD_BYTES) {
            throw SpiceValues.wrong(key, "expected 1 to " + MAX_PASSWORD_BYTES + " bytes, got " + length);
        }
        if (password.indexOf('\0') >= 0) {
            throw SpiceValues.wrong(key, "expected no zero byte");
        }
        return new Password(password);
    }

    private static String firstLine(Path file) throws LaunchException {
        try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            return line == null ? "" : line;
        } catch (NoSuchFileException e) {
            throw LaunchException.failure("--spice password-file: " + file + ": no such file");
        } catch (CharacterCodingException e) {
            throw LaunchException.failure("--spice password-file: " + file + ": expected text in UTF-8");
        } catch (IOException e) {
            throw LaunchException.failure("--spice password-file: cannot read " + file, e);
        }
    }
}
