package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.client.PermanentClient;

/**
 * Changes what properties cannot say about a client, such as its backoff. A bean of this type is called for each client, after
 * the properties were applied; several are called in their order.
 *
 * <p>Threading: called by the thread that makes the client: the one that starts the application.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ClientCustomizer {

    /**
     * Changes a client.
     *
     * @param name as configured
     * @param client to be changed; its name, handler and observers are set later
     */
    void customize(String name, PermanentClient.Builder client);
}
