package io.eventdispatcher.benchmarks.compare;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One goal: a number that follows from the outcomes, and what it has to be.
 *
 * <p>Threading: immutable.
 *
 * @param row the scenario or subject
 * @param text what is measured
 * @param bound on which side of the limits the number has to be
 * @param must the limit; empty if there is none
 * @param moonshot the limit that is hoped for; empty if there is none
 * @param measure computes the number
 */
record Goal(String row, String text, Bound bound, OptionalDouble must, OptionalDouble moonshot, Measure measure) {

    /** The side of a limit. */
    enum Bound {
        /** The limit or more. */
        AT_LEAST,
        /** The limit or less. */
        AT_MOST
    }

    /** Computes a number. */
    interface Measure {
        /** Empty if its data is missing. */
        Optional<Spread> of(Outcomes outcomes);
    }

    /** Makes a goal; {@link Double#NaN} stands for no limit. */
    static Goal of(String row, String text, Bound bound, double must, double moonshot, Measure measure) {
        return new Goal(row, text, bound, limit(must), limit(moonshot), measure);
    }

    private static OptionalDouble limit(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** Whether a median meets a limit. */
    boolean isMet(Spread measured, double limit) {
        return bound == Bound.AT_LEAST ? measured.median() >= limit : measured.median() <= limit;
    }
}
