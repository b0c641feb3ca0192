package io.eventdispatcher.messenger;

/**
 * What became of the requests of a {@link MessageClient} so far.
 *
 * <p>Threading: immutable.
 *
 * @param answered completed with an answer
 * @param refused answered with {@code INVALID}, {@code UNKNOWN} or {@code ERROR}
 * @param timedOut given up by time-out
 * @param disconnected failed because the connection broke
 * @param notSent not taken, or dropped before they were sent
 * @param cancelled given up by the caller
 * @param late answers that came after their request was given up
 * @since 0.1
 */
public record RequestStatistics(
        long answered, long refused, long timedOut, long disconnected, long notSent, long cancelled, long late) {}
