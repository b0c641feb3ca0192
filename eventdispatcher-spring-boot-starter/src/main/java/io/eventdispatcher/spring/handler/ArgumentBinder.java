package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Produces one argument of a handler method. Planned at start by {@link ArgumentPlanner}, one class per kind.
 *
 * <p>Threading: immutable; called on the thread of the handler.
 */
@FunctionalInterface
interface ArgumentBinder {

    /**
     * Reads the argument.
     *
     * @param exchange the message
     * @param problems gets what is wrong with the message; the method is not called then, and the value does not matter
     * @return the argument, of the type planned for
     */
    @Nullable
    Object bind(Exchange exchange, BindingProblems problems) throws Exception;

    /**
     * Says how the peer knows something in the argument.
     *
     * @param path the names of components, joined by dots; empty for the argument itself
     * @return the name of a parameter of the message
     */
    default String nameOf(String path) {
        return path.isEmpty() ? "message" : path.replace('.', '_');
    }
}
