package io.eventdispatcher.spring.actuate;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.InetEndpoint;
import io.eventdispatcher.spring.handler.HandlerRegistry;
import io.eventdispatcher.spring.lifecycle.ClientRegistry;
import io.eventdispatcher.spring.lifecycle.EventLoops;
import io.eventdispatcher.spring.lifecycle.ListenerRegistry;
import io.eventdispatcher.spring.lifecycle.NamedClient;
import io.eventdispatcher.spring.lifecycle.NamedListener;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * What this application listens to and connects to, and how much it handles, below {@code eventdispatcher} in {@code
 * /actuator/info}. Nothing that a peer has said appears there.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class EventDispatcherInfo implements InfoContributor {

    private final ListenerRegistry listeners;
    private final ClientRegistry clients;
    private final HandlerRegistry handlers;
    private final EventLoops loops;

    /**
     * Creates the contributor.
     *
     * @param listeners the listeners
     * @param clients the clients
     * @param handlers the handlers
     * @param loops the event loops
     */
    public EventDispatcherInfo(
            ListenerRegistry listeners, ClientRegistry clients, HandlerRegistry handlers, EventLoops loops) {
        this.listeners = listeners;
        this.clients = clients;
        this.handlers = handlers;
        this.loops = loops;
    }

    @Override
    public void contribute(Info.Builder builder) {
        Map<String, Object> listening = new LinkedHashMap<>();
        for (NamedListener listener : listeners.all()) {
            listening.put(listener.name(), describe(listener));
        }
        Map<String, Object> connecting = new LinkedHashMap<>();
        for (NamedClient client : clients.all()) {
            connecting.put(
                    client.name(),
                    client.settings().endpoints().stream()
                            .map(Endpoint::toString)
                            .toList());
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("listeners", listening);
        all.put("clients", connecting);
        all.put("handlers", handlers.handlers().size());
        all.put("loops", loops.all().size());
        builder.withDetail("eventdispatcher", all);
    }

    private static Map<String, Object> describe(NamedListener listener) {
        Map<String, Object> details = new LinkedHashMap<>();
        Endpoint endpoint = listener.endpoint();
        details.put("uri", endpoint.toString());
        if (endpoint instanceof InetEndpoint inet) {
            details.put("port", inet.port());
        }
        details.put("state", listener.state().name());
        return details;
    }
}
