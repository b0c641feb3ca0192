package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.InetEndpoint;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Publishes the ports that listeners have: {@code local.eventdispatcher.port.NAME} and, for the listener {@code main} or
 * else the first one started, {@code local.eventdispatcher.port}.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class LocalPorts {

    /** Key of the port of the main listener; with a dot and a name, of any listener. */
    public static final String KEY = "local.eventdispatcher.port";

    /** The property source of Spring Boot's web servers, shared. */
    private static final String SOURCE = "server.ports";

    private final ConfigurableEnvironment environment;

    /**
     * Creates the publisher.
     *
     * @param environment where the properties are put
     */
    public LocalPorts(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    /** Publishes the port of a listener, if its endpoint has one. */
    synchronized void publish(String listener, Endpoint endpoint) {
        if (endpoint instanceof InetEndpoint inet) {
            Map<String, Object> ports = ports();
            ports.put(KEY + "." + listener, inet.port());
            if (listener.equals(ListenerSettings.DEFAULT_NAME)) {
                ports.put(KEY, inet.port());
            } else {
                ports.putIfAbsent(KEY, inet.port());
            }
        }
    }

    /** Takes the port of a stopped listener back, unless the listener has another one by now. */
    synchronized void withdraw(String listener, Endpoint endpoint) {
        if (endpoint instanceof InetEndpoint inet && ports().remove(KEY + "." + listener, inet.port())) {
            ports().remove(KEY, inet.port());
        }
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> ports() {
        MutablePropertySources sources = environment.getPropertySources();
        PropertySource<?> present = sources.get(SOURCE);
        if (present instanceof MapPropertySource map) {
            return map.getSource();
        }
        MapPropertySource added = new MapPropertySource(SOURCE, new ConcurrentHashMap<>());
        sources.addFirst(added);
        return added.getSource();
    }
}
