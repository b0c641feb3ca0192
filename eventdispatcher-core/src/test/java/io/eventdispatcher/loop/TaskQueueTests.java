package io.eventdispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class TaskQueueTests {
    private final List<Integer> ran = new ArrayList<>();

    @Test
    void refusesOverTheLimitAndNamesLoopLimitAndCount() {
        TaskQueue queue = queue(2);
        queue.add(() -> {});
        queue.add(() -> {});
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> queue.add(() -> {}))
                .withMessageContaining("loop='ed-1' pending=2 max=2");
        assertThat(queue.pending()).isEqualTo(2);
    }

    @Test
    void tasksTakenOverButNotRunCountAgainstTheLimit() {
        TaskQueue queue = queue(3);
        add(queue, 1, 2, 3);
        assertThat(queue.drain(1, Runnable::run)).isEqualTo(1);
        add(queue, 4);
        assertThat(queue.pending()).isEqualTo(3);
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> add(queue, 5));
        drainAll(queue);
        assertThat(ran).containsExactly(1, 2, 3, 4);
        assertThat(queue.pending()).isZero();
    }

    @Test
    void taskAddedByATaskWaitsForTheNextDrain() {
        TaskQueue queue = queue(10);
        queue.add(() -> add(queue, 1));
        assertThat(queue.drain(10, Runnable::run)).isEqualTo(1);
        assertThat(ran).isEmpty();
        assertThat(queue.drain(10, Runnable::run)).isEqualTo(1);
        assertThat(ran).containsExactly(1);
    }

    @Test
    void orderSurvivesGrowthBoundedDrainsAndShrinking() {
        TaskQueue queue = queue(100_000);
        List<Integer> expected = new ArrayList<>();
        for (int burst : new int[] {1, 63, 64, 65, 20_000, 3, 3, 3, 3, 3, 9_000}) {
            for (int i = 0; i < burst; i++) {
                expected.add(expected.size());
                add(queue, expected.size() - 1);
                if (i % 1_000 == 999) {
                    queue.drain(100, Runnable::run);
                }
            }
            drainAll(queue);
        }
        assertThat(ran).isEqualTo(expected);
    }

    @Test
    void failingRunnerLosesOnlyItsTask() {
        TaskQueue queue = queue(10);
        queue.add(() -> {
            throw new OutOfMemoryError("made up");
        });
        add(queue, 1);
        assertThatThrownBy(() -> queue.drain(10, Runnable::run)).isInstanceOf(OutOfMemoryError.class);
        assertThat(queue.pending()).isEqualTo(1);
        drainAll(queue);
        assertThat(ran).containsExactly(1);
    }

    @Test
    void closedQueueRefusesStopsDrainingAndCountsWhatItDrops() {
        TaskQueue queue = queue(10);
        queue.add(queue::close);
        add(queue, 1, 2);
        assertThat(queue.drain(10, Runnable::run)).isEqualTo(1);
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> add(queue, 3))
                .withMessageContaining("loop='ed-1' is closed pending=2 max=10");
        assertThat(queue.discard()).isEqualTo(2);
        assertThat(queue.discard()).isZero();
        assertThat(ran).isEmpty();
    }

    private void add(TaskQueue queue, int... ids) {
        for (int id : ids) {
            queue.add(() -> ran.add(id));
        }
    }

    private static void drainAll(TaskQueue queue) {
        while (queue.pending() > 0) {
            queue.drain(7_000, Runnable::run);
        }
    }

    private static TaskQueue queue(int maxPending) {
        NanoClock clock = NanoClock.system();
        return new TaskQueue("ed-1", maxPending, new TurnTimes(clock, new TurnClock(clock)));
    }
}
