package dev.caraway.server.control;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A command as the control port offers it.
 *
 * @param name as clients call it
 * @param arguments what it takes; everything is checked against this before {@code action} runs
 * @param action what it does
 */
record Command(String name, List<Argument> arguments, Action action) {

    Command {
        arguments = List.copyOf(arguments);
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
