package io.eventdispatcher.spring.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * Published when a client makes no further attempt to connect by itself, after {@code reconnect.max-attempts} failures in a
 * row. It takes no messages until {@link NamedClient#connectNow()} is called, or it is stopped and started.
 *
 * <p>Threading: immutable. Published on the loop thread: do not block.
 *
 * @param client name of the client
 * @param attempts how many attempts failed
 * @param lastError what went wrong last, for people
 * @since 0.1
 */
public record ClientGaveUpEvent(
        String client, int attempts, @Nullable String lastError) {}
