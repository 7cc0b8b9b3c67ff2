package dev.caraway.server.launcher;

import dev.caraway.protocol.ChannelType;
import dev.caraway.server.SpiceServerBuilder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which channels are linked only with TLS, and which only in the clear.
 *
 * @param isTls by channel; a channel that is missing may be linked either way
 */
record ChannelOption(Map<ChannelType, Boolean> isTls) {

    /** QEMU's name for all channels that are not named themselves. */
    private static final String DEFAULT = "default";

    ChannelOption {
        isTls = Map.copyOf(isTls);
    }

    static ChannelOption of(SpiceValues values, ListenOption listen) throws LaunchException {
        Map<ChannelType, Boolean> isTls = new EnumMap<>(ChannelType.class);
        Optional<Boolean> rest = Optional.empty();
        for (SpiceValues.ChannelValue each : values.channels()) {
            boolean wantsTls = each.key() == SpiceKey.TLS_CHANNEL;
            if (wantsTls && !listen.hasTls()) {
                throw SpiceValues.wrong(each.key(), "expected tls-port=N with tls-channel=" + each.name());
            }
            if (!wantsTls && !listen.hasPlain()) {
                throw SpiceValues.wrong(each.key(), "expected port=N with plaintext-channel=" + each.name());
            }
            if (each.name().equals(DEFAULT)) {
                rest = Optional.of(wantsTls);
            } else {
                isTls.put(type(each), wantsTls);
            }
        }
        if (rest.isPresent()) {
            for (ChannelType type : ChannelType.values()) {
                isTls.putIfAbsent(type, rest.get());
            }
        }
        return new ChannelOption(isTls);
    }

    /** Whether some channel is linked only with TLS. */
    boolean needsTls() {
        return isTls.containsValue(true);
    }

    /** Whether some channel is linked only in the clear. */
    boolean needsPlain() {
        return isTls.containsValue(false);
    }

    void applyTo(SpiceServerBuilder builder) {
        isTls.forEach((type, wantsTls) -> {
            if (wantsTls) {
                builder.tlsChannel(type);
            } else {
                builder.plaintextChannel(type);
            }
        });
    }

    /** As QEMU and {@code remote-viewer} name it. */
    static String name(ChannelType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static ChannelType type(SpiceValues.ChannelValue value) throws LaunchException {
        return Arrays.stream(ChannelType.values())
                .filter(type -> name(type).equals(value.name()))
                .findFirst()
                .orElseThrow(() -> SpiceValues.wrong(
                        value.key(),
                        "expected " + DEFAULT + ", "
                                + Arrays.stream(ChannelType.values())
                                        .map(ChannelOption::name)
                                        .collect(Collectors.joining(", "))
                                + "; got '" + value.name() + "'"));
    }
}
