package io.eventdispatcher.spring.lifecycle;

/**
 * Published when a peer that may do so has sent {@code LOG_ROTATE}. Nothing else happens: logging systems for Java rotate
 * their files themselves.
 *
 * <p>Threading: immutable. Published on the loop thread: do not block.
 *
 * @since 0.1
 */
public record LogRotateRequestedEvent() {}
