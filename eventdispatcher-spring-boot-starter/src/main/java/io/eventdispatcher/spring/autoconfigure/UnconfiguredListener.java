package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.spring.lifecycle.ListenerSettings;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an application that configures no listener has one nevertheless: when it has something to handle messages
 * with, and no client they could come from.
 *
 * <p>Threading: any thread.
 *
 * @param properties what is configured
 * @param settings makes the listener
 * @param dispatcher has the handlers by the time this is asked
 */
record UnconfiguredListener(
        EventDispatcherProperties properties, ListenerSettingsReader settings, Dispatcher dispatcher)
        implements Supplier<@Nullable ListenerSettings> {

    @Override
    public @Nullable ListenerSettings get() {
        boolean handles = dispatcher.catchAll() != null
                || dispatcher.entries().stream().anyMatch(entry -> entry.priority() != DispatchEntry.PRIORITY_SYSTEM);
        return handles
                        && properties.listeners().isEmpty()
                        && properties.clients().isEmpty()
                ? settings.unconfigured()
                : null;
    }
}
