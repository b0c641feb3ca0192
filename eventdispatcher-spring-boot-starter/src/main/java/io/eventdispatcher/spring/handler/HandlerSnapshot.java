package io.eventdispatcher.spring.handler;

/**
 * A handler and how often it was called, at one moment.
 *
 * <p>Threading: immutable.
 *
 * @param handler which one
 * @param state whether messages reach it
 * @param statistics its counts
 * @since 0.1
 */
public record HandlerSnapshot(HandlerDescriptor handler, HandlerState state, HandlerStatistics statistics) {}
