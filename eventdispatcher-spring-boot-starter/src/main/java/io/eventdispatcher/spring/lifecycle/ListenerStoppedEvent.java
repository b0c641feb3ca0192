package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.endpoint.Endpoint;

/**
 * Published when a listener is unbound and its connections are gone, usually on the loop thread.
 *
 * <p>Threading: immutable.
 *
 * @param listener name of the listener
 * @param endpoint where it listened
 * @param graceful whether no connection had to be cut off
 * @since 0.1
 */
public record ListenerStoppedEvent(String listener, Endpoint endpoint, boolean graceful) {}
