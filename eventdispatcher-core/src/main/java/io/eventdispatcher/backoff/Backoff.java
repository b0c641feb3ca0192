package io.eventdispatcher.backoff;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * The pauses between attempts: the original's "slippery wait" and its relatives.
 *
 * <p>Threading: any thread; the ones made here are immutable.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Backoff {

    /** The delay that stands for "not again by itself", as the list {@code 0} means in the original. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Returns the delay before the next attempt.
     *
     * @param failures consecutive failures so far: 0 asks for the delay before the first attempt, n for the pause after
     *     the n-th failure; negative numbers count as 0
     * @return nanoseconds, never negative, {@link #NEVER} when no further attempt is wanted or the delay exceeds 292
     *     years
     */
    long delayNanos(int failures);

    /**
     * The default: the first attempt at once, then 1 s, 2 s, 4 s and so on up to one hour, each varied by 20 %.
     *
     * @return the backoff
     */
    static Backoff slippery() {
        return exponential(Duration.ofSeconds(1), Duration.ofHours(1)).withJitter(0.2);
    }

    /**
     * The first attempt at once, then always the same pause.
     *
     * @param pause between attempts, positive
     * @return the backoff
     * @throws IllegalArgumentException if the pause is zero or negative
     */
    static Backoff fixed(Duration pause) {
        long nanos = Durations.positiveNanos("pause", pause);
        return new ListBackoff(0, new long[] {nanos});
    }

    /**
     * Pauses from a list, by the rules of the original (spec 6.2): when the first entry is positive the first attempt
     * is made at once and the entries are the pauses; when it is zero or negative its absolute value is the delay
     * before the first attempt and the rest are the pauses (the same value, when it is alone). The last pause repeats
     * for ever.
     *
     * <p>A single zero means one attempt, then {@linkplain #NEVER never again}. Differing from the original, zeros at
     * the end of a longer list repeat the last positive pause, because a pause of zero for ever would be a busy loop.
     *
     * @param pauses at most 254; an empty list stands for 60 s; negative entries other than the first count as positive
     * @return the backoff
     * @throws IllegalArgumentException if there are more than 254 entries
     */
    static Backoff list(List<Duration> pauses) {
        return ListBackoff.of(pauses.stream().mapToLong(Durations::nanos).toArray());
    }

    /**
     * The first attempt at once, then a pause that doubles with every failure.
     *
     * @param first pause after the first failure, positive
     * @param max the longest pause, not shorter than {@code first}
     * @return the backoff
     * @throws IllegalArgumentException if a duration is zero or negative, or {@code max} is shorter than {@code first}
     */
    static Backoff exponential(Duration first, Duration max) {
        return new ExponentialBackoff(Durations.positiveNanos("first", first), Durations.positiveNanos("max", max));
    }

    /**
     * Reads the original's text form: durations in seconds or with units, separated by commas, with the meaning of
     * {@link #list}. Examples: {@code 60}, {@code 1,2,4,8,1m}, {@code -5,1,2}, {@code 0,30s,1h 30m}.
     *
     * <p>Units: ms, s, m (minute), h, d, w, month (30 days), y (365 days), also as words; several pairs of number and
     * unit add up, of which the last may lack its unit and means seconds then; fractions and signs are allowed.
     *
     * @param text the list; empty stands for 60 s
     * @return the backoff
     * @throws IllegalArgumentException if an entry is not a duration, or there are more than 254
     */
    static Backoff parse(String text) {
        return ListBackoff.of(DurationText.parseList(text));
    }

    /**
     * Gives up after a number of failures in a row.
     *
     * @param attempts how many may fail, 1 or more
     * @return a backoff that says {@link #NEVER} from that failure on
     * @throws IllegalArgumentException if it is less than 1
     */
    default Backoff withMaxAttempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be 1 or more: " + attempts);
        }
        return failures -> failures >= attempts ? NEVER : delayNanos(failures);
    }

    /**
     * Varies every delay at random, so that many clients of one server do not come back in step.
     *
     * @param fraction 0 to 1: a delay d becomes one between d·(1-fraction) and d·(1+fraction); delays of zero and
     *     {@link #NEVER} stay
     * @return a backoff with jitter
     * @throws IllegalArgumentException if the fraction is out of range
     */
    default Backoff withJitter(double fraction) {
        return new JitterBackoff(this, fraction, ThreadLocalRandom::current);
    }

    /**
     * As {@link #withJitter(double)} with a given source of random numbers, for tests.
     *
     * @param fraction 0 to 1
     * @param random used by every call of {@link #delayNanos}; the result is as thread-safe as this
     * @return a backoff with jitter
     * @throws IllegalArgumentException if the fraction is out of range
     */
    default Backoff withJitter(double fraction, RandomGenerator random) {
        return new JitterBackoff(this, fraction, () -> random);
    }
}
