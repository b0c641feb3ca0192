package io.eventdispatcher.spring.handler;

/**
 * Whether a handler takes messages.
 *
 * <p>{@code RUNNING} and {@code STOPPED} may follow each other any number of times.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum HandlerState {
    /** Messages reach it. */
    RUNNING,
    /** It is as if it were not there: less specific patterns get its messages, else they are unknown. */
    STOPPED
}
