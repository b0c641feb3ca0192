package io.eventdispatcher.communicatord.status;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the daemon counts.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class Traffic {

    private final LongAdder received = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder broadcasts = new LongAdder();
    private final LongAdder cached = new LongAdder();
    private final Map<Drop, LongAdder> drops = new EnumMap<>(Drop.class);

    private volatile Sizes sizes = new Sizes(0, 0, 0, 0);

    /**
     * How much there is of what comes and goes.
     *
     * <p>Threading: immutable.
     *
     * @param services registered services
     * @param unregistered connections that are not registered
     * @param cachedMessages messages that wait
     * @param cachedBytes their size
     * @since 0.1
     */
    public record Sizes(int services, int unregistered, int cachedMessages, long cachedBytes) {}

    /** Begins to count. */
    public Traffic() {
        for (Drop reason : Drop.values()) {
            drops.put(reason, new LongAdder());
        }
    }

    /**
     * Returns how much there is, as of about a second ago.
     *
     * @return the last sizes noted
     */
    public Sizes sizes() {
        return sizes;
    }

    /**
     * Notes how much there is. Written by the loop thread.
     *
     * @param now the sizes
     */
    public void sizes(Sizes now) {
        sizes = now;
    }

    /** Counts a message from a peer. */
    public void countReceived() {
        received.increment();
    }

    /** Counts a message handed to a service, also each copy of a broadcast. */
    public void countDelivered() {
        delivered.increment();
    }

    /** Counts a broadcast. */
    public void countBroadcast() {
        broadcasts.increment();
    }

    /** Counts a message that waits. */
    public void countCached() {
        cached.increment();
    }

    /**
     * Counts a message that did not get where it was sent.
     *
     * @param reason why
     */
    public void countDropped(Drop reason) {
        LongAdder counter = drops.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /**
     * Returns the messages from peers.
     *
     * @return since the start
     */
    public long received() {
        return received.sum();
    }

    /**
     * Returns the messages handed to services.
     *
     * @return since the start
     */
    public long delivered() {
        return delivered.sum();
    }

    /**
     * Returns the broadcasts.
     *
     * @return since the start
     */
    public long broadcasts() {
        return broadcasts.sum();
    }

    /**
     * Returns the messages that had to wait.
     *
     * @return since the start
     */
    public long cached() {
        return cached.sum();
    }

    /**
     * Returns the messages that did not get where they were sent.
     *
     * @param reason why
     * @return since the start
     */
    public long dropped(Drop reason) {
        LongAdder counter = drops.get(reason);
        return counter == null ? 0 : counter.sum();
    }
}
