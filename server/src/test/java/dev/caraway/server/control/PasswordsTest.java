package dev.caraway.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.server.PasswordExpiry;
import org.junit.jupiter.api.Test;

class PasswordsTest {

    private static final long NOW = 1_700_000_000L;

    @Test
    void wordsMeanWhatTheySay() {
        assertThat(Passwords.expiry("now", NOW)).isEqualTo(new PasswordExpiry.Now());
        assertThat(Passwords.expiry("never", NOW)).isEqualTo(new PasswordExpiry.Never());
    }

    @Test
    void plusCountsFromNowAndABareNumberFrom1970() {
        assertThat(Passwords.expiry("+30", NOW)).isEqualTo(new PasswordExpiry.After(30));
        assertThat(Passwords.expiry("1700000010", NOW)).isEqualTo(new PasswordExpiry.After(10));
        assertThat(Passwords.expiry("1699999999", NOW)).isEqualTo(new PasswordExpiry.Now());
        assertThat(Passwords.expiry("+0", NOW)).isEqualTo(new PasswordExpiry.Now());
    }

    @Test
    void otherTextMeansThatThePasswordHasEnded() {
        for (String text : new String[] {"", "+", "garbage", "-5", "+x", "0x7fffffff"}) {
            assertThat(Passwords.expiry(text, NOW)).as(text).isEqualTo(new PasswordExpiry.Now());
        }
    }

    @Test
    void aNumberTooLargeForAnyClockIsFarInTheFuture() {
        assertThat(Passwords.expiry("+99999999999999999999", NOW)).isEqualTo(new PasswordExpiry.After(Long.MAX_VALUE));
        assertThat(Passwords.expiry("99999999999999999999", NOW))
                .isEqualTo(new PasswordExpiry.After(Long.MAX_VALUE - NOW));
    }
}
