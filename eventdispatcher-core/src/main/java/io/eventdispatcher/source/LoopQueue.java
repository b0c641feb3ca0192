package io.eventdispatcher.source;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.loop.EventLoop;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue that any thread fills and a loop empties, a few items in each of its turns.
 *
 * <p>Items keep the order in which they were taken. What the consumer throws goes to the loop, which logs it and goes
 * on; the next item follows in the next turn. When the loop is closed, what waits is dropped and the queue is closed.
 *
 * <p>Threading: any thread; never blocks.
 *
 * @param <T> type of the items
 * @since 0.1
 */
public final class LoopQueue<T> {
    private final int capacity;
    private final int perTurn;
    private final Consumer<? super T> consumer;
    private final Runnable onRoom;
    private final Handover handover;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final ArrayDeque<T> items = new ArrayDeque<>();

    /** Whether a drain is on its way to the loop, or running. */
    @GuardedBy("lock")
    private boolean scheduled;

    /** Whether somebody found no room since {@code onRoom} was last called. */
    @GuardedBy("lock")
    private boolean wanted;

    @GuardedBy("lock")
    private boolean closed;

    @GuardedBy("lock")
    private long refused;

    @GuardedBy("lock")
    private long delivered;

    /**
     * Creates a queue.
     *
     * @param loop the loop that empties it
     * @param capacity most items that wait, at least 1
     * @param perTurn most items that are handed over in one turn of the loop, at least 1
     * @param consumer gets the items, on the loop thread; must not block
     * @param onRoom called on the loop thread when the queue has become half empty after it was full; must not block
     * @throws IllegalArgumentException if a number is less than 1
     */
    public LoopQueue(EventLoop loop, int capacity, int perTurn, Consumer<? super T> consumer, Runnable onRoom) {
        this(capacity, perTurn, consumer, onRoom, queue -> new Handover(loop, queue::close));
    }

    LoopQueue(EventLoop loop, int capacity, int perTurn, Consumer<? super T> consumer, Executor later) {
        this(capacity, perTurn, consumer, () -> {}, queue -> new Handover(loop, queue::close, later));
    }

    private LoopQueue(
            int capacity,
            int perTurn,
            Consumer<? super T> consumer,
            Runnable onRoom,
            Function<LoopQueue<T>, Handover> handover) {
        if (capacity < 1 || perTurn < 1) {
            throw new IllegalArgumentException(
                    "queue sizes out of range: capacity=" + capacity + " perTurn=" + perTurn + " min=1");
        }
        this.capacity = capacity;
        this.perTurn = perTurn;
        this.consumer = Objects.requireNonNull(consumer, "consumer");
        this.onRoom = Objects.requireNonNull(onRoom, "onRoom");
        this.handover = handover.apply(this);
    }

    /**
     * Appends an item.
     *
     * @param item belongs to the queue from now on
     * @return whether it was taken; {@code false} when the queue is full or closed, or the loop is closed
     */
    public boolean offer(T item) {
        Objects.requireNonNull(item, "item");
        synchronized (lock) {
            if (handover.isLoopClosed()) {
                close(); // a drain that was on its way has gone with the loop
            }
            if (closed || items.size() >= capacity) {
                refused++;
                wanted = true;
                return false;
            }
            items.add(item);
            if (scheduled) {
                return true;
            }
            scheduled = true;
        }
        boolean taken = handover.run(this::drain);
        if (!taken) {
            synchronized (lock) {
                refused++;
            }
        }
        return taken;
    }

    /**
     * Tells how many items the queue would take. Asking for more than there is counts as finding it full.
     *
     * @param wantedItems how many the caller wants to append
     * @return whether there is room for them; always {@code false} when closed
     */
    public boolean hasRoom(int wantedItems) {
        synchronized (lock) {
            boolean room = !closed && items.size() + wantedItems <= capacity;
            wanted |= !room;
            return room;
        }
    }

    /**
     * Returns the number of items that wait.
     *
     * @return 0 to the capacity
     */
    public int size() {
        synchronized (lock) {
            return items.size();
        }
    }

    /**
     * Returns the number of items that the consumer was called with.
     *
     * @return 0 or more
     */
    public long delivered() {
        synchronized (lock) {
            return delivered;
        }
    }

    /**
     * Returns the number of items that were not taken.
     *
     * @return 0 or more
     */
    public long refused() {
        synchronized (lock) {
            return refused;
        }
    }

    /**
     * Tells whether the queue takes no more items.
     *
     * @return whether it was closed
     */
    public boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    /**
     * Drops what waits and takes nothing more. Called on the loop thread, no item is handed over any more; called on
     * another thread, one may be just about to. A second call does nothing.
     *
     * @return how many items were dropped
     */
    public int close() {
        synchronized (lock) {
            closed = true;
            int dropped = items.size();
            items.clear();
            return dropped;
        }
    }

    private void drain() {
        try {
            for (int i = 0; i < perTurn; i++) {
                T item = poll();
                if (item == null) {
                    break;
                }
                consumer.accept(item);
            }
        } finally {
            if (isMoreToDo()) {
                handover.run(this::drain);
            }
            if (isRoomToTell()) {
                onRoom.run();
            }
        }
    }

    private @Nullable T poll() {
        synchronized (lock) {
            T item = items.poll();
            if (item != null) {
                delivered++;
            }
            return item;
        }
    }

    private boolean isMoreToDo() {
        synchronized (lock) {
            scheduled = !items.isEmpty();
            return scheduled;
        }
    }

    private boolean isRoomToTell() {
        synchronized (lock) {
            boolean tell = wanted && !closed && items.size() <= capacity / 2;
            wanted &= !tell;
            return tell;
        }
    }
}
