package io.eventdispatcher.spring.lifecycle;

/**
 * Published when a peer that may do so has sent {@code LOG_ROTATE}, and on the signal HUP when that is listened to. With
 * Logback the log files are reopened then, unless {@code eventdispatcher.logrotate.reopen-files} is off.
 *
 * <p>Threading: immutable. Published on the loop thread: do not block.
 *
 * @since 0.1
 */
public record LogRotateRequestedEvent() {}
