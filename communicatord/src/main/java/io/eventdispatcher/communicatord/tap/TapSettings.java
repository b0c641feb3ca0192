package io.eventdispatcher.communicatord.tap;

/**
 * Whether there is a tap, and how much it may cost.
 *
 * <p>Threading: immutable.
 *
 * @param enabled whether operators may watch at all
 * @param maxWatchers operators who watch at the same time, 1 or more
 * @param maxQueuedBytes bytes that may wait for one watcher, 1 or more; above that messages are left out
 * @param maxRate messages in a second for one watcher, 1 or more; above that messages are left out
 * @since 0.1
 */
public record TapSettings(boolean enabled, int maxWatchers, long maxQueuedBytes, int maxRate) {

    /** No tap. */
    public static final TapSettings OFF = new TapSettings(false, 1, 1, 1);

    /**
     * Checks the ranges.
     *
     * @param enabled see the record component
     * @param maxWatchers see the record component
     * @param maxQueuedBytes see the record component
     * @param maxRate see the record component
     * @throws IllegalArgumentException if a limit is not positive
     */
    public TapSettings {
        if (maxWatchers < 1 || maxQueuedBytes < 1 || maxRate < 1) {
            throw new IllegalArgumentException("limits of the tap must be positive: maxWatchers=" + maxWatchers
                    + " maxQueuedBytes=" + maxQueuedBytes + " maxRate=" + maxRate);
        }
    }
}
