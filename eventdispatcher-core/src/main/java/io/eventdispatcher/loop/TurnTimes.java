package io.eventdispatcher.loop;

/**
 * Where the time of turns goes, once somebody wants to know. A measured turn reads the clock once for each kind of work
 * that it had, and once before the first; that one is the time of the turn, which the turn reads anyway when timers are
 * armed and it has not waited. Plain fields, published by the end of the turn as those of {@link LoopActivity}.
 *
 * <p>Threading: loop thread only, except {@link #measure}, {@link #isOn} and {@link #now}; totals are read by any thread.
 */
final class TurnTimes {
    private final NanoClock clock;
    private final TurnClock turnClock;
    private final long[] counts = new long[LoopPhase.values().length];
    private final long[] nanos = new long[LoopPhase.values().length];
    private long lags;
    private long lagNanos;

    /** Set by any thread, never reset. */
    private volatile boolean on;

    private boolean measuring;
    private long mark;
    private long handlerNanos;

    TurnTimes(NanoClock clock, TurnClock turnClock) {
        this.clock = clock;
        this.turnClock = turnClock;
    }

    void measure() {
        on = true;
    }

    boolean isOn() {
        return on;
    }

    long now() {
        return clock.nanoTime();
    }

    /** The wait of the turn is over. */
    void begin() {
        measuring = on;
        if (measuring) {
            mark = turnClock.nanos();
            handlerNanos = 0;
        }
    }

    /** A phase is over; without any work its time, which is next to nothing, goes to the following one. */
    void end(LoopPhase phase, int done) {
        if (measuring && done > 0) {
            long now = clock.nanoTime();
            add(phase, now - mark - handlerNanos);
            mark = now;
            handlerNanos = 0;
        }
    }

    /** The oldest task of those that are taken over now was handed to the loop at that time. */
    void lag(long sinceNanos) {
        if (measuring) {
            lags++;
            lagNanos += Math.max(0, mark - sinceNanos);
        }
    }

    void handlerRan(long took) {
        if (measuring) {
            add(LoopPhase.HANDLER, took);
            handlerNanos += took;
        }
    }

    LoopTiming busy(LoopPhase phase) {
        return new LoopTiming(counts[phase.ordinal()], nanos[phase.ordinal()]);
    }

    LoopTiming lag() {
        return new LoopTiming(lags, lagNanos);
    }

    private void add(LoopPhase phase, long took) {
        counts[phase.ordinal()]++;
        nanos[phase.ordinal()] += Math.max(0, took);
    }
}
