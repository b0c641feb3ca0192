package io.eventdispatcher.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTests {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void refusesNegativeDelays() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.after(Duration.ofNanos(-1)))
                .withMessageContaining("delay out of range: value=PT-0.000000001S min=PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.every(Duration.ofNanos(-1), Duration.ofSeconds(1)))
                .withMessageContaining("initial delay");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 9_999})
    void refusesPeriodsShorterThanTenMicroseconds(long nanos) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Schedule.every(Duration.ofNanos(nanos)))
                .withMessageContaining("out of range");
    }

    @Test
    void acceptsThePeriodOfTenMicroseconds() {
        assertThat(Schedule.every(Duration.ofNanos(10_000)).firstDeadline(5, NOON))
                .isEqualTo(10_005);
    }

    @Test
    void delayIsCountedFromNow() {
        Schedule schedule = Schedule.after(Duration.ofSeconds(2));
        assertThat(schedule.firstDeadline(7, NOON)).isEqualTo(2_000_000_007L);
        assertThat(schedule.repeats()).isFalse();
        assertThat(schedule.isDue(Instant.MIN)).isTrue();
        assertThatIllegalStateException()
                .isThrownBy(() -> schedule.nextDeadline(0, 0))
                .withMessageContaining("runs once");
    }

    @ParameterizedTest
    @CsvSource({
        "100, 100, 110", // on time
        "100, 101, 110", // a little late: no drift
        "100, 109, 110",
        "100, 110, 120", // exactly on a tick: that one is not run twice
        "100, 111, 120", // one tick missed
        "100, 175, 180", // many missed: dropped
        "100, 99, 100", // too early: unchanged
    })
    void nextTickLiesOnTheFixedScheduleAfterNow(long deadlineMicros, long nowMicros, long expectedMicros) {
        Schedule schedule = Schedule.every(Duration.ofNanos(10_000));
        assertThat(schedule.nextDeadline(deadlineMicros * 1_000, nowMicros * 1_000))
                .isEqualTo(expectedMicros * 1_000);
    }

    @Test
    void nextTickIsRightAcrossTheWrapOfTheClock() {
        Schedule schedule = Schedule.every(Duration.ofSeconds(1));
        long deadline = Long.MAX_VALUE - 10;
        long next = schedule.nextDeadline(deadline, deadline + 2_500_000_000L);
        assertThat(next - deadline).isEqualTo(3_000_000_000L);
        assertThat(next).isNegative();
    }

    @Test
    void hugeDelaysAreShortenedInsteadOfOverflowing() {
        Schedule schedule = Schedule.after(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(schedule.firstDeadline(0, NOON))
                .isGreaterThan(Duration.ofDays(365 * 146L).toNanos());
        assertThat(Schedule.every(Duration.ofDays(365_000)).nextDeadline(0, 1)).isPositive();
    }

    @Test
    void dateFollowsTheWallClock() {
        Schedule schedule = Schedule.at(NOON);
        assertThat(schedule.followsWallClock()).isTrue();
        assertThat(schedule.isDue(NOON.minusNanos(1))).isFalse();
        assertThat(schedule.isDue(NOON)).isTrue();
        assertThat(schedule.firstDeadline(50, NOON.minusSeconds(3))).isEqualTo(3_000_000_050L);
    }

    @Test
    void dateInThePastIsDueNow() {
        assertThat(Schedule.at(NOON).firstDeadline(50, NOON.plusSeconds(1))).isEqualTo(50);
        assertThat(Schedule.at(Instant.MIN).firstDeadline(50, NOON)).isEqualTo(50);
    }

    @Test
    void farDateIsLookedAtAgainAfterTenSeconds() {
        assertThat(Schedule.at(Instant.MAX).firstDeadline(50, NOON)).isEqualTo(10_000_000_050L);
    }

    @Test
    void textNamesTheKind() {
        assertThat(Schedule.after(Duration.ofMillis(1500))).hasToString("after PT1.5S");
        assertThat(Schedule.every(Duration.ofSeconds(1))).hasToString("every PT1S");
        assertThat(Schedule.at(NOON)).hasToString("at 2026-01-01T12:00:00Z");
    }
}
