package io.eventdispatcher.source.signal;

/**
 * One or more deliveries of a signal.
 *
 * <p>Threading: immutable.
 *
 * @param name without {@code SIG}: {@code "HUP"}
 * @param number the number on this system: 1 for HUP
 * @param count how many signals this event stands for: more than 1 when they came faster than the loop took them. The
 *     kernel, too, merges equal signals that are pending, so this is not how often {@code kill} was called
 * @since 0.1
 */
public record SignalEvent(String name, int number, long count) {}
