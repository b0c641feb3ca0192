package io.eventdispatcher.tools.command;

import io.eventdispatcher.tools.cli.ExitCode;
import io.eventdispatcher.tools.cli.ToolException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A point in time by which something must be done.
 *
 * <p>Threading: immutable.
 */
final class Deadline {

    private final LongSupplier nanoTime;
    private final long nanos;
    private final Duration total;

    private Deadline(LongSupplier nanoTime, long nanos, Duration total) {
        this.nanoTime = nanoTime;
        this.nanos = nanos;
        this.total = total;
    }

    static Deadline in(Duration time) {
        return in(time, System::nanoTime);
    }

    static Deadline in(Duration time, LongSupplier nanoTime) {
        return new Deadline(nanoTime, nanoTime.getAsLong() + time.toNanos(), time);
    }

    /**
     * The end of the time that an option {@code --timeout} gives.
     *
     * @param timeout its value, not negative
     * @throws ToolException if it is 0
     */
    static Deadline ofOption(Duration timeout) throws ToolException {
        if (timeout.isZero()) {
            throw new ToolException(ExitCode.USAGE, "--timeout must be longer than 0");
        }
        return in(timeout);
    }

    /** What is left, not negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - nanoTime.getAsLong()));
    }

    /** A deadline that is not later than this one. */
    Deadline orIn(Duration time) {
        Duration left = left();
        return in(left.compareTo(time) < 0 ? left : time, nanoTime);
    }

    /** The whole time there was. */
    Duration total() {
        return total;
    }
}
