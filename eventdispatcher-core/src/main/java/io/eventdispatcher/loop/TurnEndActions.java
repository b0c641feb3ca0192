package io.eventdispatcher.loop;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Actions for the end of the current turn. Those added while they run wait for the end of the next turn, which comes
 * without waiting.
 *
 * <p>Threading: loop thread only.
 */
final class TurnEndActions {
    private final String loopName;
    private final int limit;
    private @Nullable Runnable[] next = new Runnable[64];
    private @Nullable Runnable[] running = new Runnable[64];
    private int size;

    TurnEndActions(String loopName, int limit) {
        this.loopName = loopName;
        this.limit = limit;
    }

    void add(Runnable action) {
        Objects.requireNonNull(action, "action");
        if (size >= limit) {
            throw new RejectedExecutionException("turn-end action refused: loop='" + loopName + "' pending=" + size
                    + " max=" + limit + "; add an action once per turn, not once per event");
        }
        if (size == next.length) {
            next = Arrays.copyOf(next, size * 2);
        }
        next[size++] = action;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int run(Consumer<Runnable> runner) {
        int count = size;
        if (count == 0) {
            return 0;
        }
        @Nullable Runnable[] actions = next;
        next = running;
        running = actions;
        size = 0;
        for (int i = 0; i < count; i++) {
            Runnable action = Objects.requireNonNull(actions[i]);
            actions[i] = null;
            runner.accept(action);
        }
        return count;
    }

    void clear() {
        Arrays.fill(next, 0, size, null);
        size = 0;
    }
}
