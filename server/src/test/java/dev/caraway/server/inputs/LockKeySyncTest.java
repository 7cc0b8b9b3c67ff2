package dev.caraway.server.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.protocol.inputs.KeyboardModifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockKeySyncTest {

    private static final int CAPS = KeyboardModifier.CAPS_LOCK.mask();
    private static final int NUM = KeyboardModifier.NUM_LOCK.mask();

    private final LockKeySync sync = new LockKeySync();
    private final List<Integer> taps = new ArrayList<>();

    @Test
    void differingLockKeysAreTappedOnce() {
        sync.follow(CAPS | NUM, NUM, 0, taps::add);
        sync.follow(CAPS | NUM, NUM, LockKeySync.SETTLE_NANOS - 1, taps::add);
        assertThat(taps).containsExactly(0x3a);
    }

    @Test
    void lightsThatNeverFollowAreTriedAgainLater() {
        sync.follow(CAPS, 0, 0, taps::add);
        sync.follow(CAPS, 0, LockKeySync.SETTLE_NANOS, taps::add);
        assertThat(taps).containsExactly(0x3a, 0x3a);
    }

    @Test
    void keyThatTheUserHasJustPressedIsNotPressedForHim() {
        sync.onKeyDown(0x3a, 1000);
        sync.follow(CAPS, 0, 2000, taps::add);
        assertThat(taps).isEmpty();
    }
}
