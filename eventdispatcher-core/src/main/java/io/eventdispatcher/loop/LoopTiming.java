package io.eventdispatcher.loop;

/**
 * How often something was measured and how long it took in all.
 *
 * <p>Threading: immutable.
 *
 * @param count times measured
 * @param totalNanos their sum, nanoseconds
 * @since 0.1
 */
public record LoopTiming(long count, long totalNanos) {}
