package io.eventdispatcher.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventdispatcher.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watchdog's looks, taken by hand from inside and outside of turns; threshold 100 ms. */
class TurnWatchdogTests {
    private static final long MILLIS = 1_000_000;

    private final EventLoop loop = EventLoop.open(
            "ed-1", LoopOptions.defaults().withBlockedThreshold(Duration.ofMillis(100)), new ManualClock());
    private final TurnWatchdog watchdog = new TurnWatchdog(loop, Thread.currentThread());
    private final List<String> reports = new ArrayList<>();

    @BeforeEach
    void observe() {
        loop.observer(new LoopObserver() {
            @Override
            public void onBlocked(String source, long blockedNanos, StackTraceElement[] stack) {
                reports.add(blockedNanos / MILLIS + " ms, stack " + (stack.length > 0));
                throw new IllegalStateException("observers may fail");
            }
        });
    }

    @AfterEach
    void close() {
        loop.close();
    }

    private void lookInOneTurn(long... millis) {
        loop.execute(() -> look(millis));
        loop.runOnce(0);
    }

    private void look(long... millis) {
        for (long time : millis) {
            watchdog.look(time * MILLIS);
        }
    }

    @Test
    void longTurnIsReportedOnce() {
        lookInOneTurn(1_000, 1_050, 1_099, 1_101, 1_150, 5_000);
        assertThat(reports).containsExactly("101 ms, stack true");
        assertThat(loop.statistics().blockedTurns()).isEqualTo(1);
        assertThat(loop.statistics().failures()).isZero();
    }

    @Test
    void everyLongTurnIsReported() {
        lookInOneTurn(1_000, 1_050, 1_100);
        lookInOneTurn(2_000, 2_050, 2_100);
        assertThat(reports).hasSize(2);
    }

    @Test
    void manyShortTurnsAreNotReported() {
        for (long time = 1_000; time < 2_000; time += 50) {
            lookInOneTurn(time);
        }
        assertThat(reports).isEmpty();
    }

    @Test
    void waitingLoopIsNotReported() {
        loop.runOnce(0);
        look(1_000, 1_050, 1_100, 9_000);
        assertThat(reports).isEmpty();
    }

    @Test
    void pauseOfTheWholeProcessIsNotReported() {
        lookInOneTurn(1_000, 60_000);
        look(60_050);
        assertThat(reports).isEmpty();
    }
}
