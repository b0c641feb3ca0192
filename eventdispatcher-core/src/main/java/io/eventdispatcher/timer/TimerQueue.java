package io.eventdispatcher.timer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines in the order in which they come; equal ones in the order in which they were armed.
 *
 * <p>A heap (O(log n), about O(1) on average) that a cancelled entry leaves later: cancelling only empties its place, which
 * is swept up by following calls, a few places at a time. There are never more empty places than armed entries and 64
 * together, and nothing that was cancelled is held by the queue. Deadlines are compared as differences and may wrap; all
 * that are armed together must lie within 2<sup>63</sup> ns (292 years) of each other.
 *
 * <p>Threading: one thread at a time, except {@link #sample}.
 *
 * @since 0.1
 */
public final class TimerQueue {
    private static final int INITIAL_CAPACITY = 16;
    private static final int SHRINK_ABOVE = 1_024;
    private static final int SPARE_PLACES = 64;

    /**
     * How many places a cancellation looks at. In the long run it has to find one empty place in them, so that a quarter of
     * all is empty then.
     */
    private static final int SWEEP = 4;

    private final TimerHeap heap = new TimerHeap(INITIAL_CAPACITY);

    /** By slot of the heap; null for what was cancelled, and for slots that are free. */
    private @Nullable Entry[] entries = new Entry[INITIAL_CAPACITY];

    /** Armed entries. While there are any, the first place of the heap holds one. */
    private int size;

    private int sweepIndex;
    private long armings;

    /** Makes an empty queue. */
    public TimerQueue() {}

    /**
     * One deadline and what is to be done then. It stays usable after it has expired or was cancelled: see {@link
     * #arm}.
     *
     * <p>Threading: as its queue.
     *
     * @since 0.1
     */
    public static final class Entry {
        private static final int NOT_ARMED = -1;

        private final Runnable action;
        private int slot = NOT_ARMED;

        private Entry(Runnable action) {
            this.action = action;
        }

        /**
         * Returns the action given to {@link TimerQueue#add}; the queue itself never runs it.
         *
         * @return the action
         */
        public Runnable action() {
            return action;
        }

        /**
         * Tells whether the entry is in its queue.
         *
         * @return {@code false} after it was polled or cancelled
         */
        public boolean isArmed() {
            return slot != NOT_ARMED;
        }
    }

    /**
     * Arms a new entry.
     *
     * @param deadlineNanos monotonic time; may lie in the past
     * @param action handed out by {@link Entry#action()}
     * @return the entry
     */
    public Entry add(long deadlineNanos, Runnable action) {
        Entry entry = new Entry(Objects.requireNonNull(action, "action"));
        arm(entry, deadlineNanos);
        return entry;
    }

    /**
     * Gives an entry of this queue another deadline, whether it is armed or not. Among equal deadlines it is the last
     * one then. Allocates nothing, unless the queue has to grow.
     *
     * @param entry an entry made by {@link #add} of this queue
     * @param deadlineNanos monotonic time; may lie in the past
     */
    public void arm(Entry entry, long deadlineNanos) {
        if (entry.isArmed()) {
            cancel(entry);
        }
        if (heap.size() == heap.capacity()) {
            heap.grow(2 * heap.size());
            entries = Arrays.copyOf(entries, heap.capacity());
        }
        int slot = heap.push(deadlineNanos, armings++);
        entries[slot] = entry;
        entry.slot = slot;
        size++;
    }

    /**
     * Takes an entry out before its deadline.
     *
     * @param entry an entry made by {@link #add} of this queue
     * @return whether it was armed; a second call returns {@code false}
     */
    public boolean cancel(Entry entry) {
        if (!entry.isArmed()) {
            return false;
        }
        int slot = slotOf(entry);
        boolean first = heap.slotAt(0) == slot;
        release(entry, slot);
        if (first) {
            uncoverFirst();
        }
        sweep(SWEEP);
        return true;
    }

    /**
     * Returns the earliest deadline.
     *
     * @return monotonic time; only differences mean something
     * @throws IllegalStateException if the queue is empty
     */
    public long nextDeadline() {
        if (size == 0) {
            throw new IllegalStateException("no next deadline: size=0; ask isEmpty() first");
        }
        return heap.firstDeadline();
    }

    /**
     * Takes the earliest entry out if its deadline has come.
     *
     * @param nowNanos monotonic time
     * @return an entry with a deadline of now or earlier, or {@code null} if there is none
     */
    public @Nullable Entry pollExpired(long nowNanos) {
        return pollExpired(nowNanos, Long.MAX_VALUE);
    }

    /**
     * Takes the earliest entry out if its deadline has come and it is not one of the newest: so a pass over what has
     * expired ends, although the actions arm entries that are due at once.
     *
     * @param nowNanos monotonic time
     * @param armedBefore what {@link #armings()} returned at the start of the pass
     * @return an entry, or {@code null} if there is none left for this pass
     */
    public @Nullable Entry pollExpired(long nowNanos, long armedBefore) {
        if (size == 0 || heap.firstDeadline() - nowNanos > 0 || heap.firstSequence() >= armedBefore) {
            return null;
        }
        int slot = heap.slotAt(0);
        Entry first = Objects.requireNonNull(entries[slot]);
        release(first, slot);
        uncoverFirst();
        sweep(0);
        return first;
    }

    /**
     * Returns how often an entry was armed so far.
     *
     * @return the number of calls of {@link #add} and {@link #arm}
     */
    public long armings() {
        return armings;
    }

    /**
     * Returns the number of armed entries.
     *
     * @return the number, 0 or more
     */
    public int size() {
        return size;
    }

    /**
     * Tells whether nothing is armed.
     *
     * @return {@code true} if the size is 0
     */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Takes out all entries. */
    public void clear() {
        for (int slot = 0; slot < entries.length; slot++) {
            Entry entry = entries[slot];
            if (entry != null) {
                release(entry, slot);
            }
        }
        heap.clear();
    }

    /**
     * Returns the actions of some armed entries, in no particular order, for diagnosis.
     *
     * <p>Threading: any thread; without a lock, so that it also works while the owner is blocked. An entry that is
     * moved meanwhile may be missing or appear twice.
     *
     * @param limit the most actions to return, 0 or more
     * @return the actions
     */
    public List<Runnable> sample(int limit) {
        @Nullable Entry[] seen = entries;
        List<Runnable> actions = new ArrayList<>(Math.min(limit, seen.length));
        for (int slot = 0; slot < seen.length && actions.size() < limit; slot++) {
            Entry entry = seen[slot];
            if (entry != null) {
                actions.add(entry.action);
            }
        }
        return actions;
    }

    /** Returns the places taken, empty ones too; for tests of their limit. */
    int places() {
        return heap.size();
    }

    /** Returns the places there is room for; for tests. */
    int capacity() {
        return heap.capacity();
    }

    private void release(Entry entry, int slot) {
        entries[slot] = null;
        entry.slot = Entry.NOT_ARMED;
        size--;
    }

    /** Removes the empty places that lie before the first armed entry. */
    private void uncoverFirst() {
        if (size == 0) {
            heap.clear();
        } else {
            while (isEmptyAt(0)) {
                heap.removeAt(0);
            }
        }
    }

    /**
     * Looks at a few places, and at more if there are too many empty ones, from the last one to the first and over again:
     * at the end it costs least to remove one, and what was armed last is cancelled most often.
     */
    private void sweep(int places) {
        for (int i = 0; heap.size() > size && (i < places || heap.size() - size > size + SPARE_PLACES); i++) {
            sweepIndex = (sweepIndex <= 0 ? heap.size() : Math.min(sweepIndex, heap.size())) - 1;
            if (isEmptyAt(sweepIndex)) {
                heap.removeAt(sweepIndex);
            }
        }
        shrinkIfSparse();
    }

    private boolean isEmptyAt(int index) {
        return entries[heap.slotAt(index)] == null;
    }

    private void shrinkIfSparse() {
        int capacity = heap.capacity();
        if (capacity > SHRINK_ABOVE && heap.size() < capacity / 8) {
            @Nullable Entry[] kept = new Entry[capacity / 2];
            for (int index = 0; index < heap.size(); index++) {
                Entry entry = entries[heap.slotAt(index)];
                kept[index] = entry;
                if (entry != null) {
                    entry.slot = index;
                }
            }
            heap.shrink(capacity / 2);
            entries = kept;
        }
    }

    private int slotOf(Entry entry) {
        if (entry.slot >= entries.length || entries[entry.slot] != entry) {
            throw new IllegalArgumentException(
                    "timer entry belongs to another queue: slot=" + entry.slot + " size=" + size);
        }
        return entry.slot;
    }
}
