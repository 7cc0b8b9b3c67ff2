package dev.caraway.server.inputs;

import dev.caraway.protocol.inputs.KeyboardModifier;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Makes the guest's lock keys follow a client's: a lock key is tapped when the two differ.
 *
 * <p>The guest answers a tap with its lights, but not at once. INVARIANT: a lock key that went down less than
 * {@link #SETTLE_NANOS} ago is not tapped, or the same difference would be mended twice.
 */
final class LockKeySync {

    /** As long as libspice-server waits (inputs-channel.cpp: KEY_MODIFIERS_TTL). */
    static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** In place of an age: the key may be tapped. */
    private static final int SETTLED = 0xffff;

    private final Map<KeyboardModifier, Long> wentDownNanos = new EnumMap<>(KeyboardModifier.class);

    /** The client itself pressed a key. */
    void onKeyDown(int scancode, long nowNanos) {
        for (KeyboardModifier modifier : KeyboardModifier.values()) {
            if (scancode == scancode(modifier)) {
                wentDownNanos.put(modifier, nowNanos);
            }
        }
    }

    /**
     * Compares the client's lock keys with the guest's, both as bits of {@link KeyboardModifier}.
     *
     * @param tap presses and releases the key with this scan code
     */
    void follow(int client, int guest, long nowNanos, IntConsumer tap) {
        int differing = client ^ guest;
        for (KeyboardModifier modifier : KeyboardModifier.values()) {
            if ((differing & modifier.mask()) != 0 && isSettled(modifier, nowNanos)) {
                wentDownNanos.put(modifier, nowNanos);
                tap.accept(scancode(modifier));
            }
        }
    }

    /** Writes how long ago each key went down, as far as that still matters. */
    void save(SpiceWriter out, long nowNanos) {
        for (KeyboardModifier modifier : KeyboardModifier.values()) {
            out.u16(isSettled(modifier, nowNanos) ? SETTLED : ageMillis(modifier, nowNanos));
        }
    }

    /** Takes up what {@link #save} has written. */
    void restore(SpiceReader in, long nowNanos) {
        for (KeyboardModifier modifier : KeyboardModifier.values()) {
            int ageMillis = in.u16("lock_keys.age");
            if (ageMillis != SETTLED) {
                wentDownNanos.put(modifier, nowNanos - TimeUnit.MILLISECONDS.toNanos(ageMillis));
            }
        }
    }

    private int ageMillis(KeyboardModifier modifier, long nowNanos) {
        return (int) TimeUnit.NANOSECONDS.toMillis(nowNanos - wentDownNanos.getOrDefault(modifier, nowNanos));
    }

    private boolean isSettled(KeyboardModifier modifier, long nowNanos) {
        Long down = wentDownNanos.get(modifier);
        return down == null || nowNanos - down >= SETTLE_NANOS;
    }

    private static int scancode(KeyboardModifier modifier) {
        return switch (modifier) {
            case SCROLL_LOCK -> 0x46;
            case NUM_LOCK -> 0x45;
            case CAPS_LOCK -> 0x3a;
        };
    }
}
