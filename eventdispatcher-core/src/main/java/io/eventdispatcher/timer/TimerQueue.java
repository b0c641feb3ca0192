package io.eventdispatcher.timer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines in the order in which they come; equal ones in the order in which they were armed.
 *
 * <p>A heap with four children per node. The deadlines lie in an array of their own, so that the four children share a
 * cache line and a comparison touches no entry; an entry knows its place, which makes cancelling as cheap as arming
 * (O(log n), about O(1) on average). Deadlines are compared as differences and may wrap; all that are armed together
 * must lie within 2<sup>63</sup> ns (292 years) of each other.
 *
 * <p>Threading: one thread at a time, except {@link #sample}.
 *
 * @since 0.1
 */
public final class TimerQueue {
    private static final int INITIAL_CAPACITY = 16;
    private static final int SHRINK_ABOVE = 1_024;

    private long[] deadlines = new long[INITIAL_CAPACITY];
    private @Nullable Entry[] entries = new Entry[INITIAL_CAPACITY];
    private int size;
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
        private int index = NOT_ARMED;
        private long sequence;

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
            return index != NOT_ARMED;
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
     * one then. Allocates nothing.
     *
     * @param entry an entry made by {@link #add} of this queue
     * @param deadlineNanos monotonic time; may lie in the past
     */
    public void arm(Entry entry, long deadlineNanos) {
        int index = entry.isArmed() ? placeOf(entry) : size;
        entry.sequence = armings++;
        if (index < size && deadlineNanos - deadlines[index] >= 0) {
            siftDown(index, entry, deadlineNanos);
            return;
        }
        if (index == size) {
            if (size == deadlines.length) {
                resize(size * 2);
            }
            size++;
        }
        siftUp(index, entry, deadlineNanos);
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
        removeAt(placeOf(entry));
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
        return deadlines[0];
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
        if (size == 0 || deadlines[0] - nowNanos > 0 || entryAt(0).sequence >= armedBefore) {
            return null;
        }
        Entry first = entryAt(0);
        removeAt(0);
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
        for (int i = 0; i < size; i++) {
            entryAt(i).index = Entry.NOT_ARMED;
        }
        Arrays.fill(entries, 0, size, null);
        size = 0;
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
        int count = Math.min(limit, Math.min(size, seen.length));
        List<Runnable> actions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Entry entry = seen[i];
            if (entry != null) {
                actions.add(entry.action);
            }
        }
        return actions;
    }

    private void removeAt(int index) {
        entryAt(index).index = Entry.NOT_ARMED;
        int last = --size;
        Entry moved = entryAt(last);
        long deadline = deadlines[last];
        entries[last] = null;
        if (index != last) {
            if (index > 0 && isBefore(moved, deadline, (index - 1) >> 2)) {
                siftUp(index, moved, deadline);
            } else {
                siftDown(index, moved, deadline);
            }
        }
        if (size < deadlines.length / 8 && deadlines.length > SHRINK_ABOVE) {
            resize(deadlines.length / 2);
        }
    }

    private void siftUp(int start, Entry entry, long deadline) {
        int index = start;
        while (index > 0) {
            int parent = (index - 1) >> 2;
            if (!isBefore(entry, deadline, parent)) {
                break;
            }
            put(index, entryAt(parent), deadlines[parent]);
            index = parent;
        }
        put(index, entry, deadline);
    }

    private void siftDown(int start, Entry entry, long deadline) {
        int index = start;
        for (int child = 4 * index + 1; child < size && child > 0; child = 4 * index + 1) {
            int least = leastOf(child, Math.min(child + 4, size));
            if (isBefore(entry, deadline, least)) {
                break;
            }
            put(index, entryAt(least), deadlines[least]);
            index = least;
        }
        put(index, entry, deadline);
    }

    private int leastOf(int from, int to) {
        int least = from;
        for (int i = from + 1; i < to; i++) {
            if (isBefore(entryAt(i), deadlines[i], least)) {
                least = i;
            }
        }
        return least;
    }

    private boolean isBefore(Entry entry, long deadline, int other) {
        long difference = deadline - deadlines[other];
        return difference < 0 || (difference == 0 && entry.sequence < entryAt(other).sequence);
    }

    private void put(int index, Entry entry, long deadline) {
        entries[index] = entry;
        deadlines[index] = deadline;
        entry.index = index;
    }

    private Entry entryAt(int index) {
        return Objects.requireNonNull(entries[index]);
    }

    private int placeOf(Entry entry) {
        if (entry.index >= size || entries[entry.index] != entry) {
            throw new IllegalArgumentException(
                    "timer entry belongs to another queue: index=" + entry.index + " size=" + size);
        }
        return entry.index;
    }

    private void resize(int capacity) {
        deadlines = Arrays.copyOf(deadlines, capacity);
        entries = Arrays.copyOf(entries, capacity);
    }
}
