package io.eventdispatcher.backoff;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Another backoff's delays, varied at random.
 *
 * <p>Threading: as thread-safe as the generator.
 */
record JitterBackoff(Backoff backoff, double fraction, Supplier<? extends RandomGenerator> random) implements Backoff {

    JitterBackoff {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("jitter out of range: fraction=" + fraction + " min=0 max=1");
        }
    }

    @Override
    public long delayNanos(int failures) {
        long nanos = backoff.delayNanos(failures);
        if (nanos <= 0 || nanos == NEVER) {
            return nanos;
        }
        double factor = 1 + fraction * (2 * random.get().nextDouble() - 1);
        return (long) (nanos * factor); // a cast from double saturates
    }
}
