package dev.caraway.server.migration;

/** What a move does with the guest and says of it. On the loop only. */
public interface GuestControl {

    /** Makes the guest stand still for a move; it is remembered whether it ran. */
    void stopForMove();

    /** The move has failed: the guest goes on as it was before {@link #stopForMove}. */
    void stayHere();

    /** The guest is at another host. */
    void hasMoved();

    /** Whether the guest went to another host, and management has not let it run here since. */
    boolean isElsewhere();

    /**
     * The guest has come here; it runs unless its owner holds it.
     *
     * @return whether it is held
     */
    boolean arrive();
}
