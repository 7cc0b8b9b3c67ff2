package dev.caraway.server.control;

import static dev.caraway.server.control.Argument.optional;
import static dev.caraway.server.control.Argument.required;
import static dev.caraway.server.control.ValueType.STRING;
import static dev.caraway.server.control.ValueType.oneOf;
import static dev.caraway.server.control.ValueType.structure;

import dev.caraway.server.ConnectedClients;
import dev.caraway.server.PasswordExpiry;
import dev.caraway.server.control.ValueType.Structure;
import dev.caraway.server.control.ValueType.Words;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code set_password} and {@code expire_password}. */
final class Passwords {

    /** A time as QEMU's C library reads it: what follows the digits does not matter. */
    private static final Pattern SECONDS = Pattern.compile("\\s*\\+?([0-9]+)");

    /** Digits of the longest number that surely fits 64 bits; a longer one means for ever. */
    private static final int MAX_DIGITS = 18;

    private static final Words PROTOCOL = oneOf("vnc", "spice");

    /** Only the protocol that is never there has a display. */
    private static final Map<String, Structure> VARIANTS = variants();

    static final Structure SET_ARGUMENTS = structure(
                    required("protocol", PROTOCOL),
                    required("password", STRING),
                    optional("connected", ReplyTypes.words(ConnectedClients.values())))
            .with("protocol", VARIANTS);

    static final Structure EXPIRE_ARGUMENTS =
            structure(required("protocol", PROTOCOL), required("time", STRING)).with("protocol", VARIANTS);

    private Passwords() {}

    static CompletionStage<Void> set(Machine machine, Arguments arguments) {
        ConnectedClients connected = ConnectedClients.valueOf(
                arguments.optionalText("connected").orElse("keep").toUpperCase(Locale.ROOT));
        if (arguments.text("protocol").equals("vnc") && connected != ConnectedClients.KEEP) {
            throw QmpException.generic("Invalid parameter 'connected'");
        }
        requireSpice(arguments, "Could not set password");
        return worded(machine.server().setPassword(arguments.secret("password"), connected), "Could not set password");
    }

    static CompletionStage<Void> expire(Machine machine, Arguments arguments) {
        requireSpice(arguments, "Could not set password expire time");
        PasswordExpiry expiry =
                expiry(arguments.text("time"), machine.wallClock().instant().getEpochSecond());
        return worded(machine.server().expirePassword(expiry), "Could not set password expire time");
    }

    /**
     * What {@code now}, {@code never}, {@code +SECONDS} and {@code SECONDS} since 1970 mean; QEMU takes any other text
     * for 0, so that the password ends at once.
     */
    static PasswordExpiry expiry(String time, long epochSeconds) {
        if (time.equals("now")) {
            return new PasswordExpiry.Now();
        }
        if (time.equals("never")) {
            return new PasswordExpiry.Never();
        }
        boolean relative = time.startsWith("+");
        long seconds = seconds(relative ? time.substring(1) : time) - (relative ? 0 : epochSeconds);
        return seconds > 0 ? new PasswordExpiry.After(seconds) : new PasswordExpiry.Now();
    }

    private static Map<String, Structure> variants() {
        Map<String, Structure> variants = new LinkedHashMap<>();
        variants.put("vnc", structure(optional("display", STRING)));
        variants.put("spice", ValueType.NOTHING);
        return variants;
    }

    private static long seconds(String text) {
        Matcher matcher = SECONDS.matcher(text);
        if (!matcher.lookingAt()) {
            return 0;
        }
        String digits = matcher.group(1);
        return digits.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static void requireSpice(Arguments arguments, String refusal) {
        if (!arguments.text("protocol").equals("spice")) {
            throw QmpException.generic(refusal);
        }
    }

    /** The server's own reason is not told: QEMU has one text for all, and ours must not grow to quote the password. */
    private static CompletionStage<Void> worded(CompletionStage<Void> stage, String refusal) {
        return stage.exceptionally(failure -> {
            throw QmpException.generic(refusal);
        });
    }
}
