package io.eventdispatcher.spring.test;

import io.eventdispatcher.endpoint.InetEndpoint;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.LocalPorts;
import io.eventdispatcher.spring.lifecycle.NamedListener;
import org.springframework.core.env.Environment;

/**
 * The ports that the listeners of the application under test have now. With port 0 they may change when the application
 * context is stopped and started again, which Spring does with cached contexts between test classes.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class LocalListenerPorts {

    private final ListenerRegistry listeners;
    private final Environment environment;

    LocalListenerPorts(ListenerRegistry listeners, Environment environment) {
        this.listeners = listeners;
        this.environment = environment;
    }

    /**
     * Returns the port of the listener {@code main}, or of the first one started if none is called so.
     *
     * @return the port
     * @throws IllegalStateException if no listener with a port is open
     */
    public int port() {
        return port(LocalPorts.KEY, "no listener with a port is open");
    }

    /**
     * Returns the port of a listener.
     *
     * @param listener its name
     * @return the port
     * @throws IllegalArgumentException if there is none of that name; the message lists those that exist
     * @throws IllegalStateException if it is not open or has no port
     */
    public int port(String listener) {
        NamedListener found = listeners.get(listener);
        boolean hasPort = found.endpoint() instanceof InetEndpoint;
        return port(
                LocalPorts.KEY + "." + listener,
                "listener '" + listener + "' " + (hasPort ? "is not open: state=" + found.state() : "has no port")
                        + " endpoint=" + found.endpoint());
    }

    private int port(String key, String problem) {
        Integer port = environment.getProperty(key, Integer.class);
        if (port == null) {
            throw new IllegalStateException(problem);
        }
        return port;
    }
}
