package io.eventdispatcher.loop;

import java.time.Duration;
import java.util.Objects;

/**
 * Settings of one loop.
 *
 * <p>Threading: immutable.
 *
 * @param readBufferBytes size of each of the scratch buffers, 1,024..16,777,216 bytes; allocated when first used
 * @param maxPendingTasks tasks that may wait, 1..16,777,216; {@link EventLoop#execute} refuses more
 * @param maxTasksPerTurn tasks run in one turn, at least 1; the others wait for the next turn, behind ready channels
 *     and timers
 * @param blockedThreshold a turn longer than this is reported by the watchdog of {@link LoopThread}; zero switches it
 *     off, otherwise at least 1 ms
 * @param maxTimersPerTurn timers run in one turn, at least 1; the others wait for the next turn
 * @since 0.1
 */
public record LoopOptions(
        int readBufferBytes,
        int maxPendingTasks,
        int maxTasksPerTurn,
        Duration blockedThreshold,
        int maxTimersPerTurn) {
    private static final LoopOptions DEFAULTS =
            new LoopOptions(65_536, 1_048_576, 1_024, Duration.ofMillis(100), 1_024);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public LoopOptions {
        Objects.requireNonNull(blockedThreshold, "blockedThreshold");
        requireRange("readBufferBytes", readBufferBytes, 1_024, 1 << 24);
        requireRange("maxPendingTasks", maxPendingTasks, 1, 1 << 24);
        requireRange("maxTasksPerTurn", maxTasksPerTurn, 1, Integer.MAX_VALUE);
        requireRange("maxTimersPerTurn", maxTimersPerTurn, 1, Integer.MAX_VALUE);
        if (!blockedThreshold.isZero() && blockedThreshold.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException("loop option out of range: blockedThreshold=" + blockedThreshold
                    + " min=PT0.001S, or PT0S for off");
        }
    }

    /**
     * Returns the defaults: 64 KiB buffers, 1,048,576 pending tasks, 1,024 tasks and 1,024 timers per turn, reports
     * after 100 ms.
     *
     * @return the defaults
     */
    public static LoopOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns a copy with another size of the scratch buffers.
     *
     * @param bytes 1,024..16,777,216
     * @return the copy
     */
    public LoopOptions withReadBufferBytes(int bytes) {
        return new LoopOptions(bytes, maxPendingTasks, maxTasksPerTurn, blockedThreshold, maxTimersPerTurn);
    }

    /**
     * Returns a copy with another limit of waiting tasks.
     *
     * @param tasks 1..16,777,216
     * @return the copy
     */
    public LoopOptions withMaxPendingTasks(int tasks) {
        return new LoopOptions(readBufferBytes, tasks, maxTasksPerTurn, blockedThreshold, maxTimersPerTurn);
    }

    /**
     * Returns a copy with another limit of tasks in one turn.
     *
     * @param tasks at least 1
     * @return the copy
     */
    public LoopOptions withMaxTasksPerTurn(int tasks) {
        return new LoopOptions(readBufferBytes, maxPendingTasks, tasks, blockedThreshold, maxTimersPerTurn);
    }

    /**
     * Returns a copy with another limit of timers in one turn.
     *
     * @param timers at least 1
     * @return the copy
     */
    public LoopOptions withMaxTimersPerTurn(int timers) {
        return new LoopOptions(readBufferBytes, maxPendingTasks, maxTasksPerTurn, blockedThreshold, timers);
    }

    /**
     * Returns a copy with another threshold of the watchdog.
     *
     * @param threshold zero for off, otherwise at least 1 ms
     * @return the copy
     */
    public LoopOptions withBlockedThreshold(Duration threshold) {
        return new LoopOptions(readBufferBytes, maxPendingTasks, maxTasksPerTurn, threshold, maxTimersPerTurn);
    }

    private static void requireRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "loop option out of range: " + name + "=" + value + " min=" + min + " max=" + max);
        }
    }
}
