package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.TcpEndpoint;
import io.eventdispatcher.server.ListenerOptions;

/**
 * What is configured for a listener.
 *
 * <p>Threading: immutable.
 *
 * @param name unique among listeners and clients
 * @param endpoint where to listen; port 0 lets the system choose at every start
 * @param options limits
 * @param autoStartup whether it starts with the application
 * @param isDefault whether nobody configured it
 * @since 0.1
 */
public record ListenerSettings(
        String name, Endpoint endpoint, ListenerOptions options, boolean autoStartup, boolean isDefault) {

    /** Name of the listener that is made when nothing is configured. */
    public static final String DEFAULT_NAME = "main";

    /** Where the listener listens that is made when nothing is configured. */
    public static final Endpoint DEFAULT_ENDPOINT = new TcpEndpoint("127.0.0.1", 4040);

    /**
     * Describes the listener of an application that configured nothing.
     *
     * @param options limits
     * @return the listener {@code main} on {@code tcp://127.0.0.1:4040}
     */
    public static ListenerSettings ofDefault(ListenerOptions options) {
        return new ListenerSettings(DEFAULT_NAME, DEFAULT_ENDPOINT, options, true, true);
    }
}
