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

    /** More than there are clients; the oldest makes room. */
    private static final int MAX = 64;

    private final List<Voucher> vouchers = new ArrayList<>();

    /**
     * One of them.
     *
     * @param connectionId what links must name; 0 opens one new session, and empty any channel of one that is here
     */
    private record Voucher(OptionalInt connectionId, TicketProof proof, long deadlineNanos) {

        boolean isFor(int id) {
            return connectionId.isPresent() ? connectionId.getAsInt() == id : id != 0;
        }
    }

    void add(int connectionId, TicketProof proof, long deadlineNanos) {
        if (vouchers.size() == MAX) {
            vouchers.remove(0);
        }
        vouchers.add(new Voucher(OptionalInt.of(connectionId), proof, deadlineNanos));
    }

    /** Whether a link that names this id may be made with this ticket. */
    boolean open(int connectionId, DecryptedTicket candidate, long nowNanos) {
        vouchers.removeIf(voucher -> nowNanos - voucher.deadlineNanos >= 0);
        Optional<Voucher> found = vouchers.stream()
                .filter(voucher -> voucher.isFor(connectionId) && voucher.proof.isOf(candidate))
                .findFirst();
        if (found.isPresent() && connectionId == 0) {
            // Once; but the new session has channels to link.
            vouchers.remove(found.get());
            vouchers.add(new Voucher(OptionalInt.empty(), found.get().proof, found.get().deadlineNanos));
        }
        return found.isPresent();
    }
}
