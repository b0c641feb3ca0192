package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.endpoint.Endpoint;

/**
 * Published when a listener is bound, on the thread that started it.
 *
 * <p>Threading: immutable.
 *
 * @param listener name of the listener
 * @param endpoint where it listens, with the port the system chose
 * @since 0.1
 */
public record ListenerStartedEvent(String listener, Endpoint endpoint) {}
