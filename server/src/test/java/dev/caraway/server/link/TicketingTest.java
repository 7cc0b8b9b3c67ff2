package dev.caraway.server.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caraway.migration.stream.StreamLimits;
import dev.caraway.protocol.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TicketingTest {

    /** Near its end, so that a sum wraps as the clock itself may. */
    private static final long NOW = Long.MAX_VALUE - 1_000_000_000;

    private static final long SECOND_NANOS = 1_000_000_000;

    private final Ticketing ticketing = Ticketing.required();

    @Test
    void ticketWithItsNulIsAccepted() {
        set("pw");
        assertThat(check("pw\0")).isEqualTo(TicketOutcome.ACCEPTED);
    }

    @Test
    void exactlyOneTrailingNulIsAllowed() {
        set("pw");
        for (String sent : new String[] {"pw", "pw\0junk", "pw\0\0", "\0pw", "\0", "", "p\0", "pwx\0", "PW\0"}) {
            assertThat(check(sent)).as(sent.replace('\0', '0')).isEqualTo(TicketOutcome.WRONG);
        }
    }

    @Test
    void ticketOfSixtyBytesIsComparedWhole() {
        String sixty = "x".repeat(60);
        set(sixty);
        assertThat(check(sixty + "\0")).isEqualTo(TicketOutcome.ACCEPTED);
        assertThat(check(sixty)).isEqualTo(TicketOutcome.WRONG);
        assertThat(check("x".repeat(59) + "\0")).isEqualTo(TicketOutcome.WRONG);
        assertThat(check("x".repeat(59) + "y\0")).isEqualTo(TicketOutcome.WRONG);
        assertThat(check("x".repeat(61) + "\0")).isEqualTo(TicketOutcome.WRONG);
        assertThat(check("x".repeat(85) + "\0")).isEqualTo(TicketOutcome.WRONG);
    }

    @Test
    void sixtyIsCountedInBytes() {
        set("é".repeat(30));
        assertThat(check("é".repeat(30) + "\0")).isEqualTo(TicketOutcome.ACCEPTED);
        assertRefused("é".repeat(60), "password: expected at most 60 bytes, got 120");
        assertRefused("x".repeat(61), "password: expected at most 60 bytes, got 61");
    }

    @Test
    void nulAndHalfCharactersAreNoPassword() {
        assertRefused("p\0w", "password: expected no NUL, got one");
        assertRefused("\ud800", "password: expected unicode text");
    }

    @Test
    void emptyOrMissingTicketRefusesEveryone() {
        assertThat(check("\0")).isEqualTo(TicketOutcome.NOT_SET);
        set("");
        assertThat(check("\0")).isEqualTo(TicketOutcome.NOT_SET);
        assertThat(check("")).isEqualTo(TicketOutcome.NOT_SET);
        set("pw");
        ticketing.clear();
        assertThat(check("pw\0")).isEqualTo(TicketOutcome.NOT_SET);
    }

    @Test
    void newTicketReplacesAndErasesTheOld() {
        Ticket old = Ticket.of("old".toCharArray());
        ticketing.set(old);
        set("new");
        assertThat(check("old\0")).isEqualTo(TicketOutcome.WRONG);
        assertThat(check("new\0")).isEqualTo(TicketOutcome.ACCEPTED);
        assertThat(old.isEmpty()).isTrue();
    }

    @Test
    void whatWasSentIsErasedByTheCheck() {
        set("pw");
        DecryptedTicket sent = sent("pw\0");
        assertThat(ticketing.check(0, sent, NOW)).isEqualTo(TicketOutcome.ACCEPTED);
        assertThat(sent.at(0)).isZero();
    }

    @Test
    void ticketEndsAtItsExpiryToTheNanosecond() {
        set("pw");
        ticketing.expireAfter(30, NOW);
        long end = after(30);
        assertThat(ticketing.check(0, sent("pw\0"), end - 1)).isEqualTo(TicketOutcome.ACCEPTED);
        assertThat(ticketing.check(0, sent("pw\0"), end)).isEqualTo(TicketOutcome.EXPIRED);
        assertThat(ticketing.check(0, sent("pw\0"), end + 1_000_000)).isEqualTo(TicketOutcome.EXPIRED);
    }

    @Test
    void lifetimeOfNothingIsOverAtOnce() {
        set("pw");
        ticketing.expireAfter(0, NOW);
        assertThat(check("pw\0")).isEqualTo(TicketOutcome.EXPIRED);
        ticketing.expireNever();
        assertThat(check("pw\0")).isEqualTo(TicketOutcome.ACCEPTED);
        ticketing.expireNow(NOW);
        assertThat(check("pw\0")).isEqualTo(TicketOutcome.EXPIRED);
    }

    @Test
    void expiryOutlivesAChangeOfTheTicket() {
        ticketing.expireAfter(1, NOW);
        set("pw");
        assertThat(ticketing.check(0, sent("pw\0"), after(2))).isEqualTo(TicketOutcome.EXPIRED);
    }

    @Test
    void longestLifetimeIsNotInThePast() {
        set("pw");
        ticketing.expireAfter(Long.MAX_VALUE, NOW);
        assertThat(check("pw\0")).isEqualTo(TicketOutcome.ACCEPTED);
    }

    @Test
    void unreadableBlockIsRefusedEvenWithoutTicketing() {
        DecryptedTicket unreadable = new DecryptedTicket(new byte[87], 0, false);
        assertThat(Ticketing.off().check(0, unreadable, NOW)).isEqualTo(TicketOutcome.UNREADABLE);
        set("pw");
        assertThat(ticketing.check(0, new DecryptedTicket(padded("pw\0"), 3, false), NOW))
                .isEqualTo(TicketOutcome.UNREADABLE);
    }

    @Test
    void withoutTicketingEverythingReadableIsAccepted() {
        assertThat(Ticketing.off().check(0, sent(""), NOW)).isEqualTo(TicketOutcome.ACCEPTED);
        assertThat(Ticketing.off().check(0, sent("whatever"), NOW)).isEqualTo(TicketOutcome.ACCEPTED);
        assertThatThrownBy(() -> Ticketing.off().set(Ticket.of("pw".toCharArray())))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void vouchedTicketOpensTheLinksOfItsSessionUntilItsTimeIsOver() {
        set("new");
        ticketing.vouch(7, TicketProof.of(sent("old\0")), after(60));
        assertThat(ticketing.check(7, sent("old\0"), NOW)).isEqualTo(TicketOutcome.ACCEPTED);
        assertThat(ticketing.check(7, sent("old\0"), after(59))).isEqualTo(TicketOutcome.ACCEPTED);
        assertThat(ticketing.check(7, sent("olds\0"), NOW)).isEqualTo(TicketOutcome.WRONG);
        assertThat(ticketing.check(8, sent("old\0"), NOW)).isEqualTo(TicketOutcome.WRONG);
        assertThat(ticketing.check(0, sent("old\0"), NOW)).isEqualTo(TicketOutcome.WRONG);
        assertThat(ticketing.check(7, sent("old\0"), after(60))).isEqualTo(TicketOutcome.WRONG);
    }

    @Test
    void vouchedLoginIsOneAndItsChannelsFollow() {
        set("pw");
        ticketing.expireNow(NOW);
        ticketing.vouch(0, TicketProof.of(sent("pw\0")), after(60));
        assertThat(ticketing.check(9, sent("pw\0"), NOW))
                .as("a channel before the login")
                .isEqualTo(TicketOutcome.EXPIRED);
        assertThat(ticketing.check(0, sent("pw\0"), NOW)).isEqualTo(TicketOutcome.ACCEPTED);
        assertThat(ticketing.check(9, sent("pw\0"), NOW)).isEqualTo(TicketOutcome.ACCEPTED);
        assertThat(ticketing.check(9, sent("pw\0"), NOW)).isEqualTo(TicketOutcome.ACCEPTED);
        assertThat(ticketing.check(0, sent("pw\0"), NOW)).as("a second login").isEqualTo(TicketOutcome.EXPIRED);
        assertThat(ticketing.check(9, sent("pw\0"), after(60))).isEqualTo(TicketOutcome.EXPIRED);
    }

    @Test
    void channelsOfOneSessionFollowAVouchedLogin() {
        set("new");
        ticketing.vouch(0, TicketProof.of(sent("old\0")), after(60));
        assertThat(check("old\0")).isEqualTo(TicketOutcome.ACCEPTED);
        assertThat(ticketing.check(9, sent("old\0"), NOW)).isEqualTo(TicketOutcome.ACCEPTED);
        assertThat(ticketing.check(8, sent("old\0"), NOW))
                .as("a channel of another session")
                .isEqualTo(TicketOutcome.WRONG);
        assertThat(ticketing.check(9, sent("old\0"), NOW)).isEqualTo(TicketOutcome.ACCEPTED);
    }

    @Test
    void loginThatNeedsNoVoucherUsesNoneUp() {
        set("pw");
        ticketing.vouch(0, TicketProof.of(sent("pw\0")), after(60));
        assertThat(check("pw\0")).isEqualTo(TicketOutcome.ACCEPTED);
        ticketing.expireAfter(0, NOW);
        assertThat(check("pw\0")).as("the vouched login").isEqualTo(TicketOutcome.ACCEPTED);
    }

    @Test
    void whoeverChangesTheTicketOrLetsItExpireTakesBackLoginsButNoLinksOnTheirWay() {
        for (Runnable revocation : List.<Runnable>of(() -> set("new"), () -> ticketing.expireNow(NOW))) {
            set("pw");
            ticketing.expireNever();
            ticketing.vouch(0, TicketProof.of(sent("old\0")), after(60));
            ticketing.vouch(7, TicketProof.of(sent("old\0")), after(60));
            revocation.run();
            assertThat(check("old\0")).isNotEqualTo(TicketOutcome.ACCEPTED);
            assertThat(ticketing.check(7, sent("old\0"), NOW)).isEqualTo(TicketOutcome.ACCEPTED);
        }
        ticketing.clear();
        assertThat(ticketing.check(7, sent("old\0"), NOW)).isEqualTo(TicketOutcome.NOT_SET);
    }

    @Test
    void sessionThatIsHereIsVouchedForNoLongerAndOthersAre() {
        set("new");
        TicketProof arrived = TicketProof.of(sent("old\0"));
        ticketing.vouch(7, arrived, after(60));
        ticketing.vouch(0, arrived, after(60));
        ticketing.vouch(8, TicketProof.of(sent("old\0")), after(60));
        ticketing.withdraw(7, arrived);
        assertThat(ticketing.check(7, sent("old\0"), NOW)).isEqualTo(TicketOutcome.WRONG);
        assertThat(check("old\0")).isEqualTo(TicketOutcome.WRONG);
        assertThat(ticketing.check(8, sent("old\0"), NOW)).isEqualTo(TicketOutcome.ACCEPTED);
    }

    @Test
    void asManyAsCanMoveAreVouchedFor() {
        set("new");
        for (int session = 1; session <= StreamLimits.SESSIONS; session++) {
            ticketing.vouch(session, TicketProof.of(sent("old" + session + "\0")), after(60));
            ticketing.vouch(0, TicketProof.of(sent("old" + session + "\0")), after(60));
        }
        for (int session = 1; session <= StreamLimits.SESSIONS; session++) {
            assertThat(ticketing.check(session, sent("old" + session + "\0"), NOW))
                    .isEqualTo(TicketOutcome.ACCEPTED);
        }
    }

    @Test
    void unreadableBlockIsNotWhatItsBytesWouldBe() {
        set("new");
        ticketing.vouch(7, TicketProof.of(sent("old\0")), after(60));
        assertThat(ticketing.check(7, new DecryptedTicket(padded("old\0"), 4, false), NOW))
                .isEqualTo(TicketOutcome.UNREADABLE);
    }

    @Test
    void proofsOfOneTicketDiffer() {
        assertThat(TicketProof.of(sent("pw\0"))).isNotEqualTo(TicketProof.of(sent("pw\0")));
        assertThat(TicketProof.of(sent("pw\0"))).hasToString("TicketProof[hidden]");
        assertThatThrownBy(() -> new TicketProof(Bytes.wrap(new byte[47])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ticket proof: expected 48 bytes, got 47");
    }

    private static long after(int seconds) {
        return NOW + seconds * SECOND_NANOS;
    }

    private void set(String password) {
        ticketing.set(Ticket.of(password.toCharArray()));
    }

    private TicketOutcome check(String sent) {
        return ticketing.check(0, sent(sent), NOW);
    }

    private static DecryptedTicket sent(String text) {
        return new DecryptedTicket(padded(text), text.getBytes(StandardCharsets.UTF_8).length, true);
    }

    private static byte[] padded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] padded = new byte[87];
        System.arraycopy(bytes, 0, padded, 0, bytes.length);
        return padded;
    }

    private static void assertRefused(String password, String message) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Ticket.of(password.toCharArray()))
                .withMessage(message);
    }
}
