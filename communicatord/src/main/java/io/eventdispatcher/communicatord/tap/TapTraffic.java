package io.eventdispatcher.communicatord.tap;

import java.util.concurrent.atomic.LongAdder;

/**
 * What the tap counts.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class TapTraffic {

    private final LongAdder shown = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /** Written by the loop thread. */
    private volatile int watchers;

    TapTraffic() {}

    void countShown() {
        shown.increment();
    }

    void countDropped() {
        dropped.increment();
    }

    void watchers(int now) {
        watchers = now;
    }

    /**
     * Returns who watches.
     *
     * @return the number of watchers at the moment
     */
    public int watchers() {
        return watchers;
    }

    /**
     * Returns the messages that were shown.
     *
     * @return since the start, once for each watcher
     */
    public long shown() {
        return shown.sum();
    }

    /**
     * Returns the messages that were left out because they came faster than they were taken.
     *
     * @return since the start, once for each watcher
     */
    public long dropped() {
        return dropped.sum();
    }
}
