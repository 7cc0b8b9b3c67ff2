package dev.caraway.server.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Tickets that open the door for a while although they are not, or no longer, the one in force: of clients that change
 * hosts, which have no other to show. Confined to the server's loop.
 */
final class Vouchers {

    /** Two for each of 64 clients that move here, and as many for those that come back; the oldest makes room. */
    static final int MAX = 256;

    private final List<Voucher> vouchers = new ArrayList<>();

    /**
     * One of them.
     *
     * @param connectionId what links must name; 0 opens one new session, and empty the channels of whatever session is
     *     named first, which is the one that was begun with it
     */
    private record Voucher(OptionalInt connectionId, TicketProof proof, long deadlineNanos) {

        boolean isFor(int id) {
            return connectionId.isPresent() ? connectionId.getAsInt() == id : id != 0;
        }

        boolean isLogin() {
            return connectionId.isEmpty() || connectionId.getAsInt() == 0;
        }

        Voucher boundTo(OptionalInt id) {
            return new Voucher(id, proof, deadlineNanos);
        }
    }

    void add(int connectionId, TicketProof proof, long deadlineNanos) {
        add(new Voucher(OptionalInt.of(connectionId), proof, deadlineNanos));
    }

    private void add(Voucher voucher) {
        if (vouchers.size() == MAX) {
            vouchers.remove(0);
        }
        vouchers.add(voucher);
    }

    /** Nobody begins a session by a voucher any more. */
    void withdrawLogins() {
        vouchers.removeIf(Voucher::isLogin);
    }

    /** This session is here, or does not come: neither its links nor its login are vouched for. */
    void withdraw(int connectionId, TicketProof proof) {
        vouchers.removeIf(voucher -> voucher.proof.equals(proof) && (voucher.isLogin() || voucher.isFor(connectionId)));
    }

    void withdrawAll() {
        vouchers.clear();
    }

    /** By which voucher a link that names this id may be made with this ticket. All proofs are looked at, whatever comes. */
    Optional<Runnable> find(int connectionId, DecryptedTicket candidate, long nowNanos) {
        vouchers.removeIf(voucher -> nowNanos - voucher.deadlineNanos >= 0);
        Voucher found = null;
        for (Voucher voucher : vouchers) {
            boolean isItsTicket = voucher.proof.isOf(candidate);
            if (isItsTicket && voucher.isFor(connectionId)) {
                found = voucher;
            }
        }
        if (found == null) {
            return Optional.empty();
        }
        Voucher used = found;
        return Optional.of(() -> use(used, connectionId));
    }

    /** A login is one; but the new session has channels to link. */
    private void use(Voucher voucher, int connectionId) {
        if (voucher.isLogin()) {
            vouchers.remove(voucher);
            add(voucher.boundTo(connectionId == 0 ? OptionalInt.empty() : OptionalInt.of(connectionId)));
        }
    }
}
