package io.eventdispatcher.timer;

import java.util.Arrays;

/**
 * A heap of deadlines with four children per node; equal deadlines lie in the order of their sequence numbers.
 *
 * <p>Each node holds a slot, a small number that it keeps while it moves; whoever pushed it keeps what belongs to it in
 * an array by slot. So moving a node touches two arrays and no object: random access to a million objects was what made
 * cancelling slow. The four deadlines of one family share a cache line, sequence numbers are looked at for equal
 * deadlines only.
 *
 * <p>Threading: one thread at a time.
 */
final class TimerHeap {
    private long[] deadlines;

    /** The slots of the nodes first, the free ones behind: always a permutation of all there are. */
    private int[] slots;

    /** By slot. */
    private long[] sequences;

    private int size;

    TimerHeap(int capacity) {
        deadlines = new long[capacity];
        sequences = new long[capacity];
        slots = new int[capacity];
        Arrays.setAll(slots, slot -> slot);
    }

    int size() {
        return size;
    }

    int capacity() {
        return slots.length;
    }

    int slotAt(int index) {
        return slots[index];
    }

    long firstDeadline() {
        return deadlines[0];
    }

    long firstSequence() {
        return sequences[slots[0]];
    }

    void clear() {
        size = 0;
    }

    /** Makes room, all slots stay as they are. */
    void grow(int capacity) {
        int before = slots.length;
        deadlines = Arrays.copyOf(deadlines, capacity);
        sequences = Arrays.copyOf(sequences, capacity);
        slots = Arrays.copyOf(slots, capacity);
        for (int slot = before; slot < capacity; slot++) {
            slots[slot] = slot;
        }
    }

    /** Gives room back: the slot of each node becomes its index. */
    void shrink(int capacity) {
        long[] moved = new long[capacity];
        int[] renumbered = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            moved[i] = i < size ? sequences[slots[i]] : 0;
            renumbered[i] = i;
        }
        deadlines = Arrays.copyOf(deadlines, capacity);
        sequences = moved;
        slots = renumbered;
    }

    /** Adds a node, for which there must be room, and returns its slot. */
    int push(long deadline, long sequence) {
        int slot = slots[size];
        sequences[slot] = sequence;
        siftUp(size++, slot, deadline);
        return slot;
    }

    /** Removes a node and frees its slot. */
    void removeAt(int index) {
        int freed = slots[index];
        int last = --size;
        if (index != last) {
            int slot = slots[last];
            long deadline = deadlines[last];
            if (index > 0 && isBefore(slot, deadline, (index - 1) >> 2)) {
                siftUp(index, slot, deadline);
            } else {
                siftDown(index, slot, deadline);
            }
        }
        slots[last] = freed;
    }

    private void siftUp(int start, int slot, long deadline) {
        int index = start;
        while (index > 0) {
            int parent = (index - 1) >> 2;
            if (!isBefore(slot, deadline, parent)) {
                break;
            }
            put(index, slots[parent], deadlines[parent]);
            index = parent;
        }
        put(index, slot, deadline);
    }

    private void siftDown(int start, int slot, long deadline) {
        int index = start;
        for (int child = 4 * index + 1; child < size && child > 0; child = 4 * index + 1) {
            int least = leastOf(child, Math.min(child + 4, size));
            if (isBefore(slot, deadline, least)) {
                break;
            }
            put(index, slots[least], deadlines[least]);
            index = least;
        }
        put(index, slot, deadline);
    }

    private int leastOf(int from, int to) {
        int least = from;
        for (int i = from + 1; i < to; i++) {
            if (isBefore(slots[i], deadlines[i], least)) {
                least = i;
            }
        }
        return least;
    }

    private boolean isBefore(int slot, long deadline, int other) {
        long difference = deadline - deadlines[other];
        return difference < 0 || (difference == 0 && sequences[slot] < sequences[slots[other]]);
    }

    private void put(int index, int slot, long deadline) {
        slots[index] = slot;
        deadlines[index] = deadline;
    }
}
