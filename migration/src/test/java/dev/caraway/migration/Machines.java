package dev.caraway.migration;

import dev.caraway.protocol.machine.TransitionTable;

/** How the tables of the three machines name what they hold. */
public final class Machines {

    private Machines() {}

    /** A step as a table has it. */
    public static <S, F> TransitionTable.Outcome<S> outcome(Step<S, F> step) {
        return new TransitionTable.Outcome<>(step.next(), step.effects(), step.verdict());
    }

    /** The kind of a value and what its components are, without their names. */
    public static String described(Object value) {
        return value.toString()
                .replaceAll("\\w+=", "")
                .replaceAll("[\\[\\]]", " ")
                .replace(",", "")
                .replaceAll(" +", " ")
                .strip();
    }
}
