package io.eventdispatcher.timer;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * When a timer runs: once after a delay, again and again on a fixed schedule, or once at a date.
 *
 * <p>Delays and periods follow a monotonic clock, so that a step of the wall clock neither moves nor floods them; only
 * dates follow the wall clock (differs from the C++ library, where everything does). Delays and periods longer than
 * about 146 years are shortened to that.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public sealed interface Schedule {
    /** The shortest period: 10 microseconds, as in the C++ library. */
    Duration MIN_PERIOD = Duration.ofNanos(10_000);

    /** How long a date is trusted without looking at the wall clock again: 10 seconds. */
    Duration WALL_CLOCK_CHECK = Duration.ofSeconds(10);

    /**
     * Runs once.
     *
     * @param delay time from arming to running; zero runs in the next turn
     * @return the schedule
     * @throws IllegalArgumentException if the delay is negative
     */
    static Schedule after(Duration delay) {
        return new After(nanos("delay", delay));
    }

    /**
     * Runs again and again; the first time one period after arming.
     *
     * @param period time between two runs, at least {@link #MIN_PERIOD}
     * @return the schedule
     * @throws IllegalArgumentException if the period is too short
     */
    static Schedule every(Duration period) {
        return every(period, period);
    }

    /**
     * Runs again and again on the instants {@code arming + initial + n * period}. The schedule is fixed: it does not
     * drift with the duration of the action, and ticks that were missed are dropped, not run in a row (as the C++
     * library).
     *
     * @param initial time from arming to the first run; zero runs in the next turn
     * @param period time between two runs, at least {@link #MIN_PERIOD}
     * @return the schedule
     * @throws IllegalArgumentException if {@code initial} is negative or the period is too short
     */
    static Schedule every(Duration initial, Duration period) {
        return new Every(nanos("initial delay", initial), nanos("period", period));
    }

    /**
     * Runs once when the wall clock shows the date or a later one. A step of the wall clock is noticed within
     * {@link #WALL_CLOCK_CHECK}.
     *
     * @param date the date; one in the past runs in the next turn
     * @return the schedule
     */
    static Schedule at(Instant date) {
        return new At(date);
    }

    /**
     * Tells whether the wall clock decides.
     *
     * @return {@code true} for dates only; the {@code wallNow} arguments below are ignored otherwise
     */
    boolean followsWallClock();

    /**
     * Tells whether the schedule goes on after a run.
     *
     * @return {@code true} for periods only
     */
    boolean repeats();

    /**
     * Computes when to look at a newly armed timer, or again at one that was not due.
     *
     * @param nowNanos the monotonic time
     * @param wallNow the wall-clock time
     * @return the monotonic time of the first run; for a date that is far away an earlier one, when {@link #isDue} is
     *     still false
     */
    long firstDeadline(long nowNanos, Instant wallNow);

    /**
     * Tells whether a timer whose deadline has come is to run.
     *
     * @param wallNow the wall-clock time
     * @return {@code false} only for a date that the wall clock has not reached
     */
    default boolean isDue(Instant wallNow) {
        return true;
    }

    /**
     * Computes the tick after a run: the first one of the fixed schedule that lies after now.
     *
     * @param deadlineNanos the deadline that has just come, monotonic
     * @param nowNanos the monotonic time
     * @return the next deadline, monotonic; always after {@code nowNanos} (differs from the C++ library, which
     *     schedules a tick twice when now falls exactly on it)
     * @throws IllegalStateException if the schedule does not repeat
     */
    default long nextDeadline(long deadlineNanos, long nowNanos) {
        throw new IllegalStateException("schedule has no next deadline: schedule='" + this + "' runs once");
    }

    private static long nanos(String what, Duration duration) {
        Objects.requireNonNull(duration, what);
        if (duration.isNegative()) {
            throw new IllegalArgumentException("timer " + what + " out of range: value=" + duration + " min=PT0S");
        }
        return duration.getSeconds() >= After.MAX_NANOS / 1_000_000_000L ? After.MAX_NANOS : duration.toNanos();
    }
}

/** Once, after a delay. */
record After(long delayNanos) implements Schedule {
    /** Half of what a wrap-safe comparison can bear, so that a late deadline and a far one can still be compared. */
    static final long MAX_NANOS = Long.MAX_VALUE / 2;

    @Override
    public boolean followsWallClock() {
        return false;
    }

    @Override
    public boolean repeats() {
        return false;
    }

    @Override
    public long firstDeadline(long nowNanos, Instant wallNow) {
        return nowNanos + delayNanos;
    }

    @Override
    public String toString() {
        return "after " + Duration.ofNanos(delayNanos);
    }
}

/** Again and again, on a fixed schedule. */
record Every(long initialNanos, long periodNanos) implements Schedule {
    Every {
        if (periodNanos < MIN_PERIOD.toNanos()) {
            throw new IllegalArgumentException("timer period out of range: value=" + Duration.ofNanos(periodNanos)
                    + " min=" + MIN_PERIOD + "; for a timer that runs once use Schedule.after");
        }
    }

    @Override
    public boolean followsWallClock() {
        return false;
    }

    @Override
    public boolean repeats() {
        return true;
    }

    @Override
    public long firstDeadline(long nowNanos, Instant wallNow) {
        return nowNanos + initialNanos;
    }

    @Override
    public long nextDeadline(long deadlineNanos, long nowNanos) {
        long late = nowNanos - deadlineNanos;
        return late < 0 ? deadlineNanos : deadlineNanos + (late / periodNanos + 1) * periodNanos;
    }

    @Override
    public String toString() {
        return "every " + Duration.ofNanos(periodNanos);
    }
}

/** Once, at a date of the wall clock. */
record At(Instant date) implements Schedule {
    At {
        Objects.requireNonNull(date, "date");
    }

    @Override
    public boolean followsWallClock() {
        return true;
    }

    @Override
    public boolean repeats() {
        return false;
    }

    @Override
    public long firstDeadline(long nowNanos, Instant wallNow) {
        if (isDue(wallNow)) {
            return nowNanos;
        }
        Duration left = Duration.between(wallNow, date);
        return nowNanos + (left.compareTo(WALL_CLOCK_CHECK) < 0 ? left : WALL_CLOCK_CHECK).toNanos();
    }

    @Override
    public boolean isDue(Instant wallNow) {
        return !date.isAfter(wallNow);
    }

    @Override
    public String toString() {
        return "at " + date;
    }
}
