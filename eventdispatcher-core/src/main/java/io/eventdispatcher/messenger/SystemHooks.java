package io.eventdispatcher.messenger;

/**
 * What an application does when a system command reaches it. Each default only logs that nobody reacts, as in the C++
 * library.
 *
 * <p>Threading: called on the loop thread of the connection, so on several threads at the same time where there are several
 * loops; must not block.
 *
 * @since 0.1
 */
public interface SystemHooks {

    /**
     * {@code READY}: the broker has registered this service.
     *
     * @param exchange its parameter {@code my_address}, if present, is how the broker sees this service
     */
    default void ready(ConnectionExchange exchange) {
        unheard(exchange);
    }

    /**
     * {@code STOP} or {@code QUITTING} from a peer that may give it.
     *
     * @param exchange the command
     * @param quitting true for {@code QUITTING}: the whole environment shuts down, not just this service
     */
    default void stop(ConnectionExchange exchange, boolean quitting) {
        unheard(exchange);
    }

    /**
     * {@code RESTART} from a peer that may give it.
     *
     * @param exchange its parameter {@code reason}, if present, is {@code upgrade} or {@code config} by convention
     */
    default void restart(ConnectionExchange exchange) {
        unheard(exchange);
    }

    /**
     * {@code LOG_ROTATE} from a peer that may give it: reopen the log files.
     *
     * @param exchange the command
     */
    default void logRotate(ConnectionExchange exchange) {
        unheard(exchange);
    }

    /**
     * {@code LEAK} from a peer that may give it: log how much memory is in use.
     *
     * @param exchange the command
     */
    default void leak(ConnectionExchange exchange) {
        unheard(exchange);
    }

    /**
     * {@code SERVICE_UNAVAILABLE}: the broker could not deliver a message of ours.
     *
     * @param exchange has the parameters {@code destination_service} and {@code unsent_command}
     */
    default void unavailable(ConnectionExchange exchange) {
        unheard(exchange);
    }

    private static void unheard(ConnectionExchange exchange) {
        SystemCommands.unheard(exchange);
    }
}
