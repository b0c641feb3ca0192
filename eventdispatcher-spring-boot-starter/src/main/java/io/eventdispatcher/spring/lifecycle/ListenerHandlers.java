package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.connection.ConnectionHandler;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides who handles the connections of a listener. A bean of this type takes listeners away from the dispatcher and its
 * {@code @MessageHandler} methods, to work with frames instead of messages.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ListenerHandlers {

    /**
     * Names the handlers of a configured listener. Called once for each, before it starts.
     *
     * @param listener the listener
     * @return makes the handler of each connection, on the thread of its loop; null to leave the listener to the dispatcher
     */
    @Nullable
    Supplier<? extends ConnectionHandler> handlersOf(ListenerSettings listener);
}
