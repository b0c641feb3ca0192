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
 * @param parking how long the wait of a {@linkplain io.eventdispatcher.transport.ConnectAttempt#postpone postponed}
 *     attempt to connect is kept for the next one; 0 = not at all
 * @since 0.1
 */
public record FifoOptions(boolean foreignOwners, Duration linger, Duration rest, Duration parking)
        implements SchemeOptions {

    private static final FifoOptions DEFAULTS =
            new FifoOptions(false, Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(10));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a duration is negative
     */
    public FifoOptions {
        if (linger.isNegative() || rest.isNegative() || parking.isNegative()) {
            throw new IllegalArgumentException("times of a FIFO must be 0 or positive: linger=" + linger + " rest="
                    + rest + " parking=" + parking);
        }
    }

    /**
     * The defaults: own and root's FIFOs only, linger 10 s, rest 1 s, parking 10 min.
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
        return new FifoOptions(allowed, linger, rest, parking);
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
        return new FifoOptions(foreignOwners, time, rest, parking);
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
        return new FifoOptions(foreignOwners, linger, time, parking);
    }

    /**
     * Replaces {@link #parking}.
     *
     * @param time 0 or positive
     * @return a changed copy
     * @throws IllegalArgumentException if it is negative
     * @since 0.1
     */
    public FifoOptions withParking(Duration time) {
        return new FifoOptions(foreignOwners, linger, rest, time);
    }
}
