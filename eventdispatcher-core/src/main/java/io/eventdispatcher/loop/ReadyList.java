package io.eventdispatcher.loop;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The registrations found ready in one turn. Filled in the order of the selector; sorted by priority, stable, only if
 * that order is not right already. Nothing is allocated once the arrays have their size.
 *
 * <p>Threading: loop thread only.
 */
final class ReadyList {
    private static final int PRIORITIES = 256;
    private static final int FEW = 16;

    private @Nullable IoRegistration[] items = new IoRegistration[64];
    private @Nullable IoRegistration[] spare = new IoRegistration[0];
    private final int[] starts = new int[PRIORITIES + 1];
    private int size;
    private int lastPriority;
    private boolean sorted = true;

    void add(IoRegistration registration) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        sorted &= registration.priority() >= lastPriority;
        lastPriority = registration.priority();
        items[size++] = registration;
    }

    int size() {
        return size;
    }

    IoRegistration get(int index) {
        return Objects.requireNonNull(items[index]);
    }

    void sort() {
        if (sorted) {
            return;
        }
        if (size <= FEW) {
            insertionSort();
        } else {
            countingSort();
        }
        sorted = true;
    }

    void clear() {
        Arrays.fill(items, 0, size, null);
        size = 0;
        lastPriority = 0;
        sorted = true;
    }

    private void insertionSort() {
        for (int i = 1; i < size; i++) {
            IoRegistration item = get(i);
            int to = i;
            while (to > 0 && get(to - 1).priority() > item.priority()) {
                items[to] = items[to - 1];
                to--;
            }
            items[to] = item;
        }
    }

    private void countingSort() {
        if (spare.length < items.length) {
            spare = new IoRegistration[items.length];
        }
        Arrays.fill(starts, 0);
        for (int i = 0; i < size; i++) {
            starts[get(i).priority() + 1]++;
        }
        for (int priority = 1; priority <= PRIORITIES; priority++) {
            starts[priority] += starts[priority - 1];
        }
        for (int i = 0; i < size; i++) {
            spare[starts[get(i).priority()]++] = items[i];
        }
        @Nullable IoRegistration[] unsorted = items;
        items = spare;
        spare = unsorted;
        Arrays.fill(spare, 0, size, null);
    }
}
