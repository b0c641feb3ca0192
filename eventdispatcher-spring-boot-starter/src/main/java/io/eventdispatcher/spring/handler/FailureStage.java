package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * One of those that are asked in turn to take care of a failure.
 *
 * <p>Threading: immutable; called on the thread of the handler, or the one that completed its work.
 */
interface FailureStage {

    /** Returned by a stage that leaves the failure to the next one. */
    Object NOT_HANDLED = new Object();

    /**
     * Looks at a failure.
     *
     * @return {@link #NOT_HANDLED}, or null when it is handled, or a {@code CompletionStage} that is still working on it
     * @throws Exception when handling it failed; the next stage is asked about the first failure
     */
    @Nullable
    Object handle(HandlerDescriptor handler, Exchange exchange, Throwable failure) throws Exception;
}
