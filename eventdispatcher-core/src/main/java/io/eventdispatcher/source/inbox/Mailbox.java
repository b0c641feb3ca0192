package io.eventdispatcher.source.inbox;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.KeepAlive;
import io.eventdispatcher.source.LoopQueue;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A bounded mailbox in front of a loop: any thread puts items in, the loop takes a few out in each of its turns. It keeps
 * {@link EventLoop#run()} from returning until it is closed.
 *
 * <p>Items of one thread keep their order. What the handler throws is logged by the loop, which goes on with the next
 * item.
 *
 * <p>Threading: any thread; never blocks.
 *
 * @param <T> type of the items
 * @since 0.1
 */
public final class Mailbox<T> implements AutoCloseable {
    /** Most items that wait, unless told otherwise. */
    public static final int DEFAULT_CAPACITY = 1_024;

    /** Most items that are handed over in one turn of the loop. */
    public static final int PER_TURN = 64;

    private final String name;
    private final LoopQueue<T> queue;
    private final KeepAlive keepAlive;

    private Mailbox(EventLoop loop, String name, int capacity, Consumer<? super T> handler) {
        this.name = Objects.requireNonNull(name, "name");
        this.queue = new LoopQueue<>(loop, capacity, PER_TURN, handler, () -> {});
        this.keepAlive = loop.keepAlive("mailbox " + name);
    }

    /**
     * Opens a mailbox for {@value #DEFAULT_CAPACITY} items.
     *
     * @param loop where the handler is called
     * @param name for logs
     * @param handler called on the loop thread for each item; must not block
     * @param <T> type of the items
     * @return the mailbox
     */
    public static <T> Mailbox<T> open(EventLoop loop, String name, Consumer<? super T> handler) {
        return open(loop, name, DEFAULT_CAPACITY, handler);
    }

    /**
     * Opens a mailbox.
     *
     * @param loop where the handler is called
     * @param name for logs
     * @param capacity most items that wait, 1 or more
     * @param handler called on the loop thread for each item; must not block
     * @param <T> type of the items
     * @return the mailbox
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public static <T> Mailbox<T> open(EventLoop loop, String name, int capacity, Consumer<? super T> handler) {
        return new Mailbox<>(loop, name, capacity, handler);
    }

    /**
     * Puts an item in.
     *
     * @param item belongs to the handler from now on
     * @return whether it was taken
     */
    public OfferResult offer(T item) {
        if (queue.offer(item)) {
            return OfferResult.ACCEPTED;
        }
        return queue.isClosed() ? OfferResult.CLOSED : OfferResult.FULL;
    }

    /**
     * Returns the name of the mailbox.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the number of items that wait.
     *
     * @return 0 to the capacity
     */
    public int size() {
        return queue.size();
    }

    /**
     * Returns the number of items that were handed over.
     *
     * @return 0 or more
     */
    public long delivered() {
        return queue.delivered();
    }

    /**
     * Returns the number of items that were not taken.
     *
     * @return 0 or more
     */
    public long refused() {
        return queue.refused();
    }

    /**
     * Tells whether items are refused for good.
     *
     * @return true after {@link #close()}, and when an item found the loop closed
     */
    public boolean isClosed() {
        return queue.isClosed();
    }

    /** Drops the items that wait and takes no more. A second call does nothing. */
    @Override
    public void close() {
        queue.close();
        keepAlive.close();
    }

    @Override
    public String toString() {
        return "mailbox '" + name + "'";
    }
}
