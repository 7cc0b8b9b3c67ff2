package dev.caraway.server.link;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which ticket opens the door, and until when. Confined to the server's loop.
 *
 * <p>Whether tickets are asked for is settled for the server's life. The expiry outlives a change of the ticket, as
 * QEMU has it. Times are monotonic nanoseconds from one origin.
 */
public final class Ticketing {

    /** {@code System.nanoTime} values may be compared over less than 292 years; this is far from that. */
    private static final long LONGEST_LIFETIME_SECONDS = TimeUnit.DAYS.toSeconds(365L * 100);

    private final boolean required;
    private final Vouchers vouchers = new Vouchers();
    private @Nullable Ticket ticket;
    private boolean expires;
    private long deadlineNanos;

    private Ticketing(boolean required) {
        this.required = required;
    }

    /** Everyone may enter who can encrypt. */
    public static Ticketing off() {
        return new Ticketing(false);
    }

    /** Nobody may enter before a ticket is set. */
    public static Ticketing required() {
        return new Ticketing(true);
    }

    public boolean isRequired() {
        return required;
    }

    /**
     * Replaces the ticket and erases the one before; an empty one refuses everyone. What has not been checked yet is
     * checked against the new one. Logins that were vouched for are not any more; links of sessions that are on their way
     * here still are.
     *
     * @throws IllegalStateException if ticketing is off
     */
    public void set(Ticket newTicket) {
        if (!required) {
            throw new IllegalStateException("password: expected ticketing to be on");
        }
        erase();
        vouchers.withdrawLogins();
        ticket = newTicket;
    }

    /** Erases the ticket: nobody may enter until another is set, whoever was vouched for. */
    public void clear() {
        erase();
        vouchers.withdrawAll();
    }

    private void erase() {
        if (ticket != null) {
            ticket.erase();
            ticket = null;
        }
    }

    public void expireNever() {
        expires = false;
    }

    /** From now on the ticket opens nothing, nor does a login that was vouched for. */
    public void expireNow(long nowNanos) {
        expireAfter(0, nowNanos);
        vouchers.withdrawLogins();
    }

    /** The ticket is valid for so many seconds, 0 or more, from {@code nowNanos} on. */
    public void expireAfter(long seconds, long nowNanos) {
        if (seconds < 0) {
            throw new IllegalArgumentException("expiry " + seconds + " s: expected 0 or more");
        }
        expires = true;
        deadlineNanos = nowNanos + TimeUnit.SECONDS.toNanos(Math.min(seconds, LONGEST_LIFETIME_SECONDS));
    }

    /**
     * Lets a client in until then although its ticket may not be the one in force.
     *
     * @param connectionId what its links will name; 0 for one login, and the channels of what it begins
     */
    public void vouch(int connectionId, TicketProof proof, long deadlineNanos) {
        vouchers.add(connectionId, proof, deadlineNanos);
    }

    /** The session that was vouched for is here, or does not come. */
    public void withdraw(int connectionId, TicketProof proof) {
        vouchers.withdraw(connectionId, proof);
    }

    /** Nobody is vouched for any more. */
    public void withdrawVouchers() {
        vouchers.withdrawAll();
    }

    /**
     * Checks and erases what a client sent to link a channel of this session, 0 for a new one. What is looked at depends
     * on the session alone: neither the time nor the answer may tell a failed decryption from a wrong ticket.
     */
    public TicketOutcome check(int connectionId, DecryptedTicket candidate, long nowNanos) {
        Ticket expected = ticket == null ? Ticket.of(new char[0]) : ticket;
        boolean matches = expected.matches(candidate);
        boolean readable = candidate.isReadable();
        Optional<Runnable> voucher = required ? vouchers.find(connectionId, candidate, nowNanos) : Optional.empty();
        candidate.erase();
        if (!readable) {
            return TicketOutcome.UNREADABLE;
        }
        TicketOutcome outcome = outcome(expected, matches, nowNanos);
        if (outcome == TicketOutcome.ACCEPTED || voucher.isEmpty()) {
            return outcome;
        }
        voucher.get().run();
        return TicketOutcome.ACCEPTED;
    }

    private TicketOutcome outcome(Ticket expected, boolean matches, long nowNanos) {
        if (!required) {
            return TicketOutcome.ACCEPTED;
        }
        if (expected.isEmpty()) {
            return TicketOutcome.NOT_SET;
        }
        if (expires && nowNanos - deadlineNanos >= 0) {
            return TicketOutcome.EXPIRED;
        }
        return matches ? TicketOutcome.ACCEPTED : TicketOutcome.WRONG;
    }

    @Override
    public String toString() {
        return "Ticketing[required=" + required + ", set=" + (ticket != null) + ", expires=" + expires + "]";
    }
}
