package io.eventdispatcher.spring.lifecycle;

/**
 * Published when a peer that may do so has sent {@code RESTART}. Nothing else happens: what a restart is, the application
 * knows.
 *
 * <p>Threading: immutable. Published on the loop thread: do not block.
 *
 * @param reason why, by convention {@code upgrade} or {@code config}; empty if the peer did not say
 * @since 0.1
 */
public record RestartRequestedEvent(String reason) {}
