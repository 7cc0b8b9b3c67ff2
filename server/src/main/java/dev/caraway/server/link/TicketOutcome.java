package dev.caraway.server.link;

/** What checking a ticket gave. The peer learns only whether it was ACCEPTED. */
public enum TicketOutcome {
    ACCEPTED("ticket: accepted"),
    UNREADABLE("ticket: expected a block for our key"),
    NOT_SET("no password is set, so nobody may connect"),
    EXPIRED("the password has expired"),
    WRONG("wrong password");

    private final String rule;

    TicketOutcome(String rule) {
        this.rule = rule;
    }

    /** The rule that was kept or broken, for the log. */
    public String rule() {
        return rule;
    }
}
