/**
 * Logging with Logback: files that are reopened when {@code LOG_ROTATE} arrives, log events sent to another service as
 * {@code LOG} messages, and such messages written into the local log. Nothing here is loaded without Logback.
 *
 * <p>Start reading at {@link io.eventdispatcher.spring.logging.LogRotation} or {@link
 * io.eventdispatcher.spring.logging.ForwardingAppender}.
 */
@NullMarked
package io.eventdispatcher.spring.logging;

import org.jspecify.annotations.NullMarked;
