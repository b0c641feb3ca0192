package io.eventdispatcher.transport;

/**
 * Settings that one transport alone knows, carried by {@link TransportOptions} so that nothing in between has to know
 * them. Implemented by one final class for each transport that has any.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public interface SchemeOptions {}
