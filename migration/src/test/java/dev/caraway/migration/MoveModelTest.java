package dev.caraway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.migration.MoveModel.GuestPlace;
import dev.caraway.migration.source.CutState.AwaitingInputs;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The machines of both hosts together, whatever order things happen in. */
class MoveModelTest {

    private static final int RUNS = 3000;

    @Test
    void everyKeyOfAMoveReachesTheGuestOnceAndInOrder() {
        int lateMarks = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            MoveModel model = new MoveModel(new Random(seed));
            lateMarks += move(model, new Random(-seed - 1));

            assertThat(model.completed()).as("seed %d", seed).isEqualTo(1);
            assertThat(model.cancelled()).isZero();
            assertThat(model.guest()).isEqualTo(GuestPlace.TARGET);
            assertThat(model.targetHasRestored()).isTrue();
            assertThat(model.isClientWhollyAt(GuestPlace.TARGET)).isTrue();
            assertThat(model.appliedAtTarget()).as("seed %d", seed).isEqualTo(upTo(model.keys()));
        }
        assertThat(lateMarks).as("moves whose inputs were late").isPositive();
    }

    @Test
    void aCancelledMoveLeavesTheClientWhereItWas() {
        int cancelled = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            MoveModel model = new MoveModel(new Random(seed));
            cancelled += failingMove(model, new Random(-seed - 1), model::cancel);
            assertThat(model.isRedirected()).as("seed %d", seed).isFalse();
        }
        assertThat(cancelled).as("moves that were cancelled in time").isGreaterThan(RUNS / 5);
    }

    @Test
    void aTargetThatDiesBeforeMainIsHandedOverLeavesTheClientWhereItWas() {
        int cancelled = 0;
        int redirected = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            MoveModel model = new MoveModel(new Random(seed));
            cancelled += failingMove(model, new Random(-seed - 1), model::killTarget);
            redirected += model.isRedirected() ? 1 : 0;
        }
        assertThat(redirected).as("clients whose channels had gone over").isBetween(1, cancelled / 2);
        assertThat(cancelled).as("moves whose target died in time").isGreaterThan(RUNS / 5);
    }

    private static int move(MoveModel model, Random random) {
        model.announce();
        int patience = random.nextInt(20);
        boolean isMoving = false;
        int late = 0;
        for (int i = 0; !model.isOver(); i++) {
            assertThat(i).as("steps").isLessThan(2000);
            if (i >= patience && !isMoving) {
                model.move();
                isMoving = true;
            }
            if (random.nextInt(4) == 0) {
                model.type();
            }
            if (random.nextInt(12) == 0 && model.source() instanceof AwaitingInputs) {
                late++;
                model.timeOut();
            }
            model.step();
        }
        drain(model);
        return late;
    }

    /** Fails at some moment; 1 if that was in time. */
    private static int failingMove(MoveModel model, Random random, Runnable failure) {
        model.announce();
        model.move();
        int when = random.nextInt(60);
        for (int i = 0; !model.isOver(); i++) {
            assertThat(i).as("steps").isLessThan(2000);
            if (i == when && model.mayFail()) {
                failure.run();
            }
            if (random.nextInt(4) == 0) {
                model.type();
            }
            model.step();
        }
        drain(model);
        assertThat(model.completed() + model.cancelled()).as("reports").isEqualTo(1);
        if (model.cancelled() == 0) {
            assertThat(model.isClientWhollyAt(GuestPlace.TARGET)).isTrue();
            assertThat(model.appliedAtTarget()).isEqualTo(upTo(model.keys()));
            return 0;
        }
        assertThat(model.isClientWhollyAt(GuestPlace.SOURCE)).isTrue();
        model.type();
        drain(model);
        assertThat(model.appliedAtSource()).as("a key after the failure").endsWith(model.keys());
        return 1;
    }

    private static void drain(MoveModel model) {
        for (int i = 0; model.step(); i++) {
            assertThat(i).as("steps").isLessThan(2000);
        }
    }

    private static List<Integer> upTo(int keys) {
        return IntStream.rangeClosed(1, keys).boxed().toList();
    }
}
