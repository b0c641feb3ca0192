package io.eventdispatcher.spring.handler;

/**
 * How often a handler was called.
 *
 * <p>Threading: immutable.
 *
 * @param succeeded calls that ended well
 * @param invalid messages that did not hold what the handler needs
 * @param failed calls that ended with an exception
 * @param timedOut calls that were not done in time
 * @param late calls among those whose handler ended afterwards; what it replied was dropped
 * @since 0.1
 */
public record HandlerStatistics(long succeeded, long invalid, long failed, long timedOut, long late) {}
