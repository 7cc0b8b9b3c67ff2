package dev.caraway.server.control;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A command as the control port offers it.
 *
 * @param name as clients call it
 * @param arguments what it takes; everything is checked against this before {@code action} runs
 * @param result what it returns
 * @param action what it does
 */
record Command(String name, ValueType.Structure arguments, ValueType result, Action action) {

    /** A command that takes these arguments and returns nothing. */
    Command(String name, List<Argument> arguments, Action action) {
        this(name, ValueType.structure(arguments.toArray(Argument[]::new)), ValueType.NOTHING, action);
    }

    /** A command that only asks. */
    Command(String name, ValueType result, Action action) {
        this(name, ValueType.NOTHING, result, action);
    }

    /** What a command does, on the loop. */
    @FunctionalInterface
    interface Action {

        /**
         * Starts it. The stage's value is what goes out as the return value; a stage that fails, or a
         * {@link QmpException} at once, goes out as an error.
         */
        CompletionStage<?> run(Machine machine, Arguments arguments);
    }
}
