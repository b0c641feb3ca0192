package io.eventdispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.testing.ManualClock;
import io.eventdispatcher.timer.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The timers of a stepped loop; the manual clock wraps after one second. */
class TimerTests {
    private final ManualClock clock = new ManualClock();
    private final EventLoop loop = EventLoop.open("ed-1", LoopOptions.defaults(), clock);
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void becomeTheLoopThread() {
        loop.runOnce(0);
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private Runnable see(String what) {
        return () -> seen.add(what);
    }

    private void pass(Duration time) {
        clock.advance(time);
        loop.runOnce(0);
    }

    @Test
    void delayRunsOnceAtItsTime() {
        TimerHandle timer = loop.schedule("t", Schedule.after(Duration.ofSeconds(3)), see("t"));
        pass(Duration.ofNanos(2_999_999_999L));
        assertThat(seen).isEmpty();
        assertThat(timer.isActive()).isTrue();
        pass(Duration.ofNanos(1));
        assertThat(seen).containsExactly("t");
        assertThat(timer.isActive()).isFalse();
        pass(Duration.ofDays(1));
        assertThat(seen).hasSize(1);
        assertThat(timer.name()).isEqualTo("t");
    }

    @Test
    void timersRunInTheOrderOfTheirDeadlines() {
        loop.schedule("late", Schedule.after(Duration.ofSeconds(2)), see("late"));
        loop.schedule("early", Schedule.after(Duration.ofMillis(500)), see("early"));
        loop.schedule("late too", Schedule.after(Duration.ofSeconds(2)), see("late too"));
        pass(Duration.ofSeconds(5));
        assertThat(seen).containsExactly("early", "late", "late too");
    }

    @Test
    void periodDoesNotDriftAndDropsMissedTicks() {
        List<Long> lateness = new ArrayList<>();
        loop.observer(new LoopObserver() {
            @Override
            public void onTimerFired(String name, long latenessNanos) {
                lateness.add(latenessNanos / 1_000_000);
            }
        });
        loop.schedule("tick", Schedule.every(Duration.ofMillis(100)), see("tick"));
        pass(Duration.ofMillis(130)); // tick 100
        pass(Duration.ofMillis(60)); // 190: nothing
        pass(Duration.ofMillis(10)); // tick 200
        pass(Duration.ofMillis(555)); // 755: 300 is late, 400 to 700 are dropped
        loop.runOnce(0);
        pass(Duration.ofMillis(45)); // tick 800
        assertThat(lateness).containsExactly(30L, 0L, 455L, 0L);
        LoopStatistics statistics = loop.statistics();
        assertThat(statistics.timersFired()).isEqualTo(4);
        assertThat(statistics.timerLatenessNanosMax()).isEqualTo(455_000_000L);
        assertThat(statistics.timerLatenessNanosTotal()).isEqualTo(485_000_000L);
        assertThat(statistics.timersArmed()).isEqualTo(1);
    }

    @Test
    void initialDelayOfAPeriodMayBeZero() {
        loop.schedule("tick", Schedule.every(Duration.ZERO, Duration.ofSeconds(1)), see("tick"));
        loop.runOnce(0);
        assertThat(seen).hasSize(1);
        pass(Duration.ofSeconds(1));
        assertThat(seen).hasSize(2);
    }

    @Test
    void delayIsCountedFromTheCallNotFromTheStartOfTheTurn() {
        loop.execute(() -> {
            clock.advance(Duration.ofMillis(300)); // a slow callback
            loop.schedule("t", Schedule.after(Duration.ofMillis(100)), see("t"));
        });
        loop.runOnce(0);
        pass(Duration.ofMillis(99));
        assertThat(seen).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(seen).hasSize(1);
    }

    @Test
    void timerThatArmsItselfWithZeroDelayRunsOncePerTurn() {
        Runnable[] again = new Runnable[1];
        again[0] = () -> {
            seen.add("t");
            loop.schedule("t", Schedule.after(Duration.ZERO), again[0]);
        };
        again[0].run();
        loop.runOnce(0);
        loop.runOnce(0);
        assertThat(seen).hasSize(3);
    }

    @Test
    void dateFollowsAStepOfTheWallClockForwards() {
        loop.schedule("t", Schedule.at(clock.now().plus(Duration.ofHours(1))), see("t"));
        clock.stepWallClock(Duration.ofHours(2));
        pass(Duration.ofSeconds(9));
        assertThat(seen).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("t");
    }

    @Test
    void dateFollowsAStepOfTheWallClockBackwards() {
        TimerHandle timer = loop.schedule("t", Schedule.at(clock.now().plusSeconds(5)), see("t"));
        clock.stepWallClock(Duration.ofMinutes(-1));
        pass(Duration.ofSeconds(5));
        assertThat(seen).isEmpty();
        assertThat(timer.isActive()).isTrue();
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofSeconds(10));
            assertThat(seen).isEmpty();
        }
        pass(Duration.ofSeconds(10));
        assertThat(seen).containsExactly("t");
        assertThat(timer.isActive()).isFalse();
        assertThat(loop.statistics().timersFired()).isEqualTo(1);
    }

    @Test
    void stepOfTheWallClockDoesNotMoveDelaysAndPeriods() {
        loop.schedule("t", Schedule.after(Duration.ofSeconds(2)), see("t"));
        loop.schedule("tick", Schedule.every(Duration.ofSeconds(2)), see("tick"));
        clock.stepWallClock(Duration.ofDays(1));
        loop.runOnce(0);
        clock.stepWallClock(Duration.ofDays(-2));
        loop.runOnce(0);
        assertThat(seen).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(seen).containsExactly("t", "tick");
    }

    @Test
    void dateInThePastRunsInTheNextTurn() {
        loop.schedule("t", Schedule.at(clock.now().minusSeconds(1)), see("t"));
        loop.runOnce(0);
        assertThat(seen).containsExactly("t");
    }

    @Test
    void cancelledTimerDoesNotRunAndASecondCancelDoesNothing() {
        TimerHandle timer = loop.schedule("t", Schedule.after(Duration.ofSeconds(1)), see("t"));
        timer.cancel();
        timer.cancel();
        assertThat(timer.isActive()).isFalse();
        assertThat(loop.statistics().timersArmed()).isZero();
        pass(Duration.ofSeconds(1));
        assertThat(seen).isEmpty();
    }

    @Test
    void periodicTimerCanCancelItself() {
        TimerHandle[] timer = new TimerHandle[1];
        timer[0] = loop.schedule("tick", Schedule.every(Duration.ofSeconds(1)), () -> {
            seen.add("tick");
            timer[0].cancel();
        });
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(seen).hasSize(1);
        assertThat(loop.statistics().timersArmed()).isZero();
    }

    @Test
    void timerCanCancelAnotherThatIsDueInTheSameTurn() {
        TimerHandle[] second = new TimerHandle[1];
        loop.schedule("first", Schedule.after(Duration.ofSeconds(1)), () -> second[0].cancel());
        second[0] = loop.schedule("second", Schedule.after(Duration.ofSeconds(1)), see("second"));
        pass(Duration.ofSeconds(1));
        assertThat(seen).isEmpty();
    }

    @Test
    void rearmPutsADeadlineOffAndRevivesATimer() {
        TimerHandle timer = loop.schedule("t", Schedule.after(Duration.ofSeconds(1)), see("t"));
        pass(Duration.ofMillis(900));
        timer.rearm(Schedule.after(Duration.ofSeconds(1)));
        pass(Duration.ofMillis(900));
        assertThat(seen).isEmpty();
        pass(Duration.ofMillis(100));
        assertThat(seen).hasSize(1);
        timer.rearm(Schedule.every(Duration.ofSeconds(1)));
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(seen).hasSize(3);
        timer.cancel();
        pass(Duration.ofSeconds(1));
        timer.rearm(Schedule.after(Duration.ZERO));
        loop.runOnce(0);
        assertThat(seen).hasSize(4);
    }

    @Test
    void timerScheduledBeforeTheFirstTurnCountsFromTheCall() {
        try (EventLoop fresh = EventLoop.open("fresh", LoopOptions.defaults(), clock)) {
            TimerHandle timer = fresh.schedule("t", Schedule.after(Duration.ofSeconds(1)), see("t"));
            TimerHandle cancelled = fresh.schedule("c", Schedule.after(Duration.ofSeconds(1)), see("c"));
            cancelled.cancel();
            assertThat(timer.isActive()).isTrue();
            clock.advance(Duration.ofSeconds(1));
            fresh.runOnce(0); // takes it over
            fresh.runOnce(0);
            assertThat(seen).containsExactly("t");
        }
    }

    @Test
    void millionTimersRunInOrderAndCancelledOnesDoNot() {
        Random random = new Random(7);
        int[] counts = new int[2];
        long[] last = {Long.MIN_VALUE};
        List<TimerHandle> timers = new ArrayList<>();
        for (int i = 0; i < 1_000_000; i++) {
            long micros = random.nextInt(10_000_000);
            timers.add(loop.schedule("t", Schedule.after(Duration.ofNanos(micros * 1_000)), () -> {
                counts[0]++;
                counts[1] += micros < last[0] ? 1 : 0;
                last[0] = micros;
            }));
        }
        assertThat(loop.statistics().timersArmed()).isEqualTo(1_000_000);
        assertThat(loop.sources()).hasSize(10_000);
        for (int i = 0; i < timers.size(); i += 2) {
            timers.get(i).cancel();
        }
        clock.advance(Duration.ofSeconds(10));
        while (loop.runOnce(0)) {
            assertThat(loop.statistics().timersArmed()).isLessThan(500_000);
        }
        assertThat(counts[0]).isEqualTo(500_000);
        assertThat(counts[1]).isZero();
    }
}
