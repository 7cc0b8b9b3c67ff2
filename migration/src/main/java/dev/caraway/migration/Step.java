package dev.caraway.migration;

import java.util.List;

/**
 * What one event does to one of the three machines.
 *
 * @param next the state after it
 * @param effects what to do, in order; empty unless the event was accepted
 * @param <S> the states
 * @param <F> the effects
 */
public record Step<S, F>(S next, List<F> effects, Verdict verdict) {

    public Step {
        effects = List.copyOf(effects);
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    public static <S, F> Step<S, F> to(S next, F... effects) {
        return new Step<>(next, List.of(effects), Verdict.ACCEPTED);
    }

    public static <S, F> Step<S, F> to(S next, List<F> effects) {
        return new Step<>(next, effects, Verdict.ACCEPTED);
    }

    public static <S, F> Step<S, F> refuse(S same, Verdict verdict) {
        return new Step<>(same, List.of(), verdict);
    }
}
