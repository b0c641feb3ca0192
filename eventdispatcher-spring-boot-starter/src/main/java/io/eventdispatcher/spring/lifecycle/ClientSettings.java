package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.backoff.Backoff;
import io.eventdispatcher.client.OfflineQueueLimits;
import io.eventdispatcher.connection.ConnectionOptions;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.messenger.Correlation;
import io.eventdispatcher.spring.tls.SslMaterial;
import io.eventdispatcher.transport.TransportOptions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is configured for a client.
 *
 * <p>Threading: immutable.
 *
 * @param name unique among listeners and clients
 * @param endpoints where to connect to, at least one, tried in this order
 * @param autoStartup whether it starts with the application
 * @param options limits of its connections
 * @param streams settings of its transports
 * @param ssl certificates; null unless one of the endpoints encrypts
 * @param backoff pauses between attempts
 * @param connectTimeout of one attempt, positive
 * @param requestTimeout of a request that does not say otherwise, positive
 * @param correlation how answers are told apart
 * @param maxRequests most requests that wait for an answer or for their turn, 1 or more
 * @param required whether the application starts only if this client connects
 * @param startupTimeout how long the start waits for that, positive
 * @param offlineQueue what is kept while there is no connection
 * @param greeting sent first on each connection
 * @since 0.1
 */
public record ClientSettings(
        String name,
        List<Endpoint> endpoints,
        boolean autoStartup,
        ConnectionOptions options,
        TransportOptions streams,
        @Nullable SslMaterial ssl,
        Backoff backoff,
        Duration connectTimeout,
        Duration requestTimeout,
        Correlation correlation,
        int maxRequests,
        boolean required,
        Duration startupTimeout,
        OfflineQueueLimits offlineQueue,
        List<Message> greeting) {

    /**
     * Returns the transport.
     *
     * @return the scheme of the endpoints, {@code mixed} if they differ
     */
    public String transport() {
        String first = endpoints.get(0).scheme();
        return endpoints.stream().allMatch(each -> each.scheme().equals(first)) ? first : "mixed";
    }
}
