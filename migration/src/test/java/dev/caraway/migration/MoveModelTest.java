package dev.caraway.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.migration.MoveModel.GuestPlace;
import dev.caraway.migration.source.CutState.AwaitingInputs;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The machines of both hosts together, whatever order things happen in. */
class MoveModelTest {

    private static final int RUNS = 1000;

    /** More are for {@code -Dmoves=100000}. */
    private static final int SEQUENCES = Integer.getInteger("moves", 3000);

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
            assertThat(model.client().isWhollyAtTarget()).isTrue();
            assertThat(model.appliedAtTarget())
                    .as("seed %d", seed)
                    .isEqualTo(upTo(model.client().keys()));
        }
        assertThat(lateMarks).as("moves whose inputs were late").isPositive();
    }

    @Test
    void aCancelledMoveLeavesTheClientWhereItWas() {
        int cancelled = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            MoveModel model = new MoveModel(new Random(seed));
            cancelled += failingMove(model, new Random(-seed - 1), model::cancel);
            assertThat(model.client().isRedirected()).as("seed %d", seed).isFalse();
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
            redirected += model.client().isRedirected() ? 1 : 0;
        }
        assertThat(redirected).as("clients whose channels had gone over").isBetween(1, cancelled / 2);
        assertThat(cancelled).as("moves whose target died in time").isGreaterThan(RUNS / 5);
    }

    /** Whatever happens, and in whatever order: somebody is told, and nobody has two guests or a key twice. */
    @Test
    void everyRandomSequenceEndsWithOneReportAndOneOwner() {
        Map<String, Integer> ends = new TreeMap<>();
        for (int seed = 0; seed < SEQUENCES; seed++) {
            MoveModel model = new MoveModel(new Random(seed));
            try {
                happen(model, new Random(-seed - 1));
                ends.merge(verifiedEnd(model), 1, Integer::sum);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
        assertThat(ends)
                .as("ways to end")
                .containsKeys("stayed", "moved", "left", "lost", "logged in here", "logged in there");
    }

    private static void happen(MoveModel model, Random random) {
        model.announce();
        int rarity = 10 + random.nextInt(120);
        for (int i = 0; !model.isOver(); i++) {
            assertThat(i).as("steps in %s", model.source()).isLessThan(5000);
            if (model.mayAnnounceAnew() && random.nextInt(8) == 0) {
                model.move();
            }
            if (random.nextInt(4) == 0) {
                model.type();
            }
            if (random.nextInt(rarity) == 0) {
                interfere(model, random.nextInt(7));
            }
            if (!model.step() && model.mayAnnounceAnew()) {
                model.move();
            }
        }
        drain(model);
    }

    private static void interfere(MoveModel model, int what) {
        switch (what) {
            case 0 -> model.cancel();
            case 1 -> model.killTarget();
            case 2 -> model.killClient();
            case 3 -> model.denyClient();
            case 4, 5 -> model.timeOut();
            default -> {
                if (model.mayAnnounceAnew()) {
                    model.announce();
                }
            }
        }
    }

    private static String verifiedEnd(MoveModel model) {
        assertThat(model.completed() + model.cancelled()).as("reports").isEqualTo(1);
        assertThat(model.lost()).as("losses").isLessThanOrEqualTo(1);
        if (model.client().isAtTargetAnew()) {
            assertThat(model.lost()).isEqualTo(1);
            return "logged in there";
        }
        if (!model.client().isThere()) {
            return model.lost() > 0 ? "lost" : "left";
        }
        assertThat(model.lost() > 0 && !model.wasImpatient())
                .as("lost, and still there")
                .isFalse();
        if (model.client().isRedirected()) {
            return "logged in here";
        }
        if (model.client().isWhollyAtSource()) {
            assertThat(model.completed()).isZero();
            return "stayed";
        }
        assertThat(model.client().isWhollyAtTarget())
                .as("the client is somewhere")
                .isTrue();
        assertThat(model.targetHasRestored()).isTrue();
        assertThat(model.completed()).isEqualTo(1);
        assertThat(model.appliedAtTarget()).isEqualTo(upTo(model.client().keys()));
        return "moved";
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
            assertThat(model.client().isWhollyAtTarget()).isTrue();
            assertThat(model.appliedAtTarget()).isEqualTo(upTo(model.client().keys()));
            return 0;
        }
        assertThat(model.client().isWhollyAtSource()).isTrue();
        model.type();
        drain(model);
        assertThat(model.appliedAtSource())
                .as("a key after the failure")
                .endsWith(model.client().keys());
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
