package io.eventdispatcher.spring.observation;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.messenger.MessageClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemes that clients connect by, which never change.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class ClientTransports {

    private final Map<String, String> known = new ConcurrentHashMap<>();

    /** Creates it empty. */
    public ClientTransports() {}

    /**
     * Returns the scheme of a client.
     *
     * @param client which one
     * @return the scheme of its endpoints; {@code mixed} if they differ
     */
    public String of(MessageClient client) {
        String transport = known.get(client.name());
        return transport == null ? known.computeIfAbsent(client.name(), name -> find(client)) : transport;
    }

    private static String find(MessageClient client) {
        List<Endpoint> endpoints = client.snapshot().endpoints();
        String first = endpoints.get(0).scheme();
        return endpoints.stream().allMatch(each -> each.scheme().equals(first)) ? first : "mixed";
    }
}
