package io.eventdispatcher.transport;

/**
 * What an {@link Acceptor} did so far.
 *
 * <p>Threading: immutable.
 *
 * @param accepted streams handed to the handler
 * @param failures accepts that failed for want of descriptors or memory
 * @param outages times that accepting failed after it had worked
 * @param vanished streams that broke before they could be handed over
 * @since 0.1
 */
public record AcceptorStatistics(long accepted, long failures, long outages, long vanished) {}
