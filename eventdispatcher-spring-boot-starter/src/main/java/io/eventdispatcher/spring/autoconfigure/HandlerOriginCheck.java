package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.spring.handler.HandlerDescriptor;
import io.eventdispatcher.spring.handler.HandlerRegistry;
import io.eventdispatcher.spring.handler.HandlerSnapshot;
import io.eventdispatcher.spring.handler.InvalidHandlerException;
import io.eventdispatcher.spring.lifecycle.ListenerSettings;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Refuses handlers of listeners or clients that do not exist: they would never be called.
 *
 * <p>Threading: called by the thread that starts the application, after the handlers were found.
 *
 * @param properties name the listeners and clients
 * @param handlers the handlers
 */
record HandlerOriginCheck(EventDispatcherProperties properties, HandlerRegistry handlers)
        implements SmartInitializingSingleton {

    @Override
    public void afterSingletonsInstantiated() {
        boolean unconfigured =
                properties.listeners().isEmpty() && properties.clients().isEmpty();
        Set<String> listeners = unconfigured
                ? Set.of(ListenerSettings.DEFAULT_NAME)
                : properties.listeners().keySet();
        for (HandlerSnapshot each : handlers.handlers()) {
            HandlerDescriptor handler = each.handler();
            check(handler, "listener", handler.origins().listeners(), listeners);
            check(
                    handler,
                    "client",
                    handler.origins().clients(),
                    properties.clients().keySet());
        }
    }

    private static void check(HandlerDescriptor handler, String kind, Set<String> wanted, Set<String> known) {
        Set<String> unknown = new TreeSet<>(wanted);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new InvalidHandlerException(
                    handler.location(),
                    "it takes messages of the " + kind + " '"
                            + unknown.iterator().next() + "', which does not exist",
                    known.isEmpty()
                            ? "configure eventdispatcher." + kind + "s."
                                    + unknown.iterator().next()
                            : "use one of: " + String.join(", ", new TreeSet<>(known)),
                    null);
        }
    }
}
