package io.eventdispatcher.benchmarks.jmh;

import io.eventdispatcher.timer.TimerQueue;
import java.util.SplittableRandom;

/**
 * Many armed timers, and the order in which they are cancelled.
 *
 * <p>Threading: one thread at a time.
 */
final class TimerPopulation {

    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private final SplittableRandom random = new SplittableRandom(42);
    private final TimerQueue queue = new TimerQueue();
    private final TimerQueue.Entry[] standing;
    private final boolean inOrder;
    private int next;
    private long last;

    TimerPopulation(int armed, boolean inOrder) {
        this.inOrder = inOrder;
        standing = new TimerQueue.Entry[armed];
        for (int i = 0; i < armed; i++) {
            arm(i);
        }
        for (int i = armed - 1; i > 0 && !inOrder; i--) {
            int j = random.nextInt(i + 1);
            TimerQueue.Entry swapped = standing[i];
            standing[i] = standing[j];
            standing[j] = swapped;
        }
    }

    /** Returns the index of the timer whose turn it is. */
    int next() {
        return next(1);
    }

    /** Returns the index of the first of some timers whose turn it is; the number divides that of all. */
    int next(int count) {
        int first = next;
        next = first + count >= standing.length ? 0 : first + count;
        return first;
    }

    boolean cancel(int index) {
        return queue.cancel(standing[index]);
    }

    void arm(int index) {
        standing[index] = queue.add(deadline(), () -> {});
    }

    void putOff(int index) {
        queue.arm(standing[index], deadline());
    }

    private long deadline() {
        return inOrder ? last++ : random.nextLong(HOUR_NANOS);
    }
}
