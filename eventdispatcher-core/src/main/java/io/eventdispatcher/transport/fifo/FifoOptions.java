package io.eventdispatcher.transport.fifo;

import io.eventdispatcher.transport.SchemeOptions;
import java.time.Duration;

/**
 * Settings of FIFOs.
 *
 * <p>Threading: immutable.
 *
 * @param foreignOwners whether a FIFO may belong to a user other than ours and root, who then reads what is written to it
 *     and can replace it
 * @param linger how long written bytes may wait for a reader after the stream was closed, and answers for somebody who
 *     reads them; then they are discarded and counted; 0 = not at all
 * @param rest how long a listener keeps a FIFO without a reader after it has closed a stream whose writers were still
 *     there: writing fails for them meanwhile, and new ones wait
 * @since 0.1
 */
public record FifoOptions(boolean foreignOwners, Duration linger, Duration rest) implements SchemeOptions {

    private static final FifoOptions DEFAULTS = new FifoOptions(false, Duration.ofSeconds(10), Duration.ofSeconds(1));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a duration is negative
     */
    public FifoOptions {
        if (linger.isNegative() || rest.isNegative()) {
            throw new IllegalArgumentException(
                    "times of a FIFO must be 0 or positive: linger=" + linger + " rest=" + rest);
        }
    }

    /**
     * The defaults: own and root's FIFOs only, linger 10 s, rest 1 s.
     *
     * @return the defaults
     * @since 0.1
     */
    public static FifoOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Replaces {@link #foreignOwners}.
     *
     * @param allowed whether others may own the FIFO
     * @return a changed copy
     * @since 0.1
     */
    public FifoOptions withForeignOwners(boolean allowed) {
        return new FifoOptions(allowed, linger, rest);
    }

    /**
     * Replaces {@link #linger}.
     *
     * @param time 0 or positive
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative
     * @since 0.1
     */
    public FifoOptions withLinger(Duration time) {
        return new FifoOptions(foreignOwners, time, rest);
    }

    /**
     * Replaces {@link #rest}.
     *
     * @param time 0 or positive
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative
     * @since 0.1
     */
    public FifoOptions withRest(Duration time) {
        return new FifoOptions(foreignOwners, linger, time);
    }
}
