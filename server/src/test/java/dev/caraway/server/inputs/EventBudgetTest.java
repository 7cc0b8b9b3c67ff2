package dev.caraway.server.inputs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventBudgetTest {

    @Test
    void burstIsAllowedAndThenTheAverageRate() {
        EventBudget budget = new EventBudget(0);
        int spent = 1;
        while (budget.spend(1, 0)) {
            spent++;
        }
        assertThat(spent).isEqualTo(EventBudget.BURST);
        long later = TimeUnit.SECONDS.toNanos(1);
        spent = 1;
        while (budget.spend(1, later)) {
            spent++;
        }
        assertThat(spent).isBetween(EventBudget.PER_SECOND - 2, EventBudget.PER_SECOND);
    }

    @Test
    void budgetDoesNotGrowBeyondTheBurst() {
        EventBudget budget = new EventBudget(0);
        long later = TimeUnit.DAYS.toNanos(1);
        int spent = 1;
        while (budget.spend(1, later)) {
            spent++;
        }
        assertThat(spent).isEqualTo(EventBudget.BURST);
    }
}
