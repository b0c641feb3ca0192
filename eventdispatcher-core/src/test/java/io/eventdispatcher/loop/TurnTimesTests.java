package io.eventdispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.testing.ManualClock;
import io.eventdispatcher.timer.Schedule;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnTimesTests {
    private final ManualClock clock = new ManualClock();
    private final EventLoop loop = EventLoop.open("ed-1", LoopOptions.defaults(), clock);

    @AfterEach
    void close() {
        loop.close();
    }

    private void takes(int millis) {
        clock.advance(Duration.ofMillis(millis));
    }

    private static LoopTiming timing(int count, int millis) {
        return new LoopTiming(count, millis * 1_000_000L);
    }

    @Test
    void nothingIsMeasuredUntilSomebodyAsks() {
        long before = clock.reads();
        loop.execute(() -> takes(5));
        loop.runOnce(0);
        assertThat(loop.busy(LoopPhase.TASK)).isEqualTo(timing(0, 0));
        assertThat(loop.lag()).isEqualTo(timing(0, 0));
        assertThat(clock.reads()).isEqualTo(before);
    }

    @Test
    void tasksAndWhatEndsATurnAreOnePhase() {
        loop.measureTimes();
        loop.execute(() -> takes(5));
        loop.execute(() -> loop.atTurnEnd(() -> takes(2)));
        loop.runOnce(0);
        assertThat(loop.busy(LoopPhase.TASK)).isEqualTo(timing(1, 7));
        assertThat(loop.busy(LoopPhase.IO)).isEqualTo(timing(0, 0));
    }

    @Test
    void timersHaveAPhaseOfTheirOwn() {
        loop.measureTimes();
        loop.schedule("tick", Schedule.after(Duration.ZERO), () -> takes(3));
        loop.runOnce(0);
        loop.execute(() -> takes(4));
        loop.runOnce(0);
        assertThat(loop.busy(LoopPhase.TIMER)).isEqualTo(timing(1, 3));
        assertThat(loop.busy(LoopPhase.TASK).totalNanos()).isEqualTo(4_000_000);
    }

    @Test
    void timeOfHandlersIsNotThatOfTheCallbackAround() {
        loop.measureTimes();
        loop.execute(() -> {
            takes(1);
            takes(20);
            loop.handlerRan(20_000_000);
            takes(1);
        });
        loop.runOnce(0);
        assertThat(loop.busy(LoopPhase.HANDLER)).isEqualTo(timing(1, 20));
        assertThat(loop.busy(LoopPhase.TASK)).isEqualTo(timing(1, 2));
    }

    @Test
    void lagIsThatOfTheOldestTaskOfABatch() {
        loop.measureTimes();
        loop.execute(() -> {});
        takes(30);
        loop.execute(() -> {});
        takes(10);
        loop.runOnce(0);
        loop.runOnce(0);
        assertThat(loop.lag()).isEqualTo(timing(1, 40));
    }

    @Test
    void waitingIsNotWork() {
        loop.measureTimes();
        takes(1_000);
        loop.execute(() -> takes(1));
        loop.runOnce(0);
        assertThat(loop.busy(LoopPhase.TASK)).isEqualTo(timing(1, 1));
    }

    @Test
    void aTurnOfOneKindCostsTwoReadingsAndOneForItsBatchOfTasks() {
        loop.measureTimes();
        loop.execute(() -> {});
        loop.execute(() -> {});
        long before = clock.reads();
        loop.runOnce(0);
        assertThat(clock.reads() - before).isEqualTo(2);
        loop.runOnce(0);
        assertThat(clock.reads() - before).isEqualTo(3);
    }

    @Test
    void withTimersArmedTheReadingOfTheTurnIsUsedAgain() {
        loop.schedule("later", Schedule.after(Duration.ofHours(1)), () -> {});
        loop.runOnce(0);
        long before = clock.reads();
        loop.runOnce(0);
        long unmeasured = clock.reads() - before;
        loop.measureTimes();
        loop.execute(() -> {});
        before = clock.reads();
        loop.runOnce(0);
        assertThat(clock.reads() - before).isEqualTo(unmeasured + 1);
    }

    @Test
    void handlersAreCountedOnTheLoopOnly() {
        loop.measureTimes();
        loop.runOnce(0);
        assertThat(CompletableFuture.runAsync(() -> loop.handlerRan(1)))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(IllegalStateException.class);
        assertThat(loop.busy(LoopPhase.HANDLER)).isEqualTo(timing(0, 0));
    }
}
