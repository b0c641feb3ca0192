package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Makes of what a method returned a value or a {@code CompletionStage}: for reactive types, which only some applications have.
 *
 * <p>Threading: immutable; called on the thread of the handler.
 */
@FunctionalInterface
interface ResultAdapter {

    /** For methods that return values or stages. */
    ResultAdapter NONE = (exchange, returned) -> returned;

    /** Returns the value, or the stage that completes with it. */
    @Nullable
    Object adapt(Exchange exchange, @Nullable Object returned);
}
