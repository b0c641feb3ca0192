/**
 * Turns annotated bean methods into entries of the dispatcher: finds them, plans their arguments, their reply and where
 * they run once at start, and answers failures.
 *
 * <p>Uses {@code annotation} and the packages {@code message}, {@code dispatch}, {@code connection} and {@code loop}
 * (its clock) of the core. The path of a message: {@link io.eventdispatcher.spring.handler.HandlerRegistry} put the
 * entry into the dispatcher; {@code GuardedHandler} counts and answers failures around {@code MethodHandler}, which
 * binds the arguments ({@code ArgumentBinder}), calls the method ({@code BeanInvoker}) and writes the reply ({@code
 * ReplyWriter}). Start reading at {@link io.eventdispatcher.spring.handler.HandlerDiscovery}.
 */
@NullMarked
package io.eventdispatcher.spring.handler;

import org.jspecify.annotations.NullMarked;
