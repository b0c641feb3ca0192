package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.endpoint.AbstractEndpoint;
import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.TcpEndpoint;
import io.eventdispatcher.endpoint.UdpEndpoint;
import io.eventdispatcher.endpoint.UnixDatagramEndpoint;
import io.eventdispatcher.server.ListenerOptions;
import io.eventdispatcher.spring.tls.SslMaterial;
import org.jspecify.annotations.Nullable;

/**
 * What is configured for a listener.
 *
 * <p>Threading: immutable.
 *
 * @param name unique among listeners and clients
 * @param property names the endpoint in the configuration
 * @param endpoint where to listen; port 0 lets the system choose at every start
 * @param options limits
 * @param autoStartup whether it starts with the application
 * @param isDefault whether nobody configured it
 * @param ssl certificates; null unless it encrypts
 * @since 0.1
 */
public record ListenerSettings(
        String name,
        String property,
        Endpoint endpoint,
        ListenerOptions options,
        boolean autoStartup,
        boolean isDefault,
        @Nullable SslMaterial ssl) {

    /** Name of the listener that is made when nothing is configured. */
    public static final String DEFAULT_NAME = "main";

    /** The property that would configure it. */
    private static final String DEFAULT_PROPERTY = "eventdispatcher.listeners." + DEFAULT_NAME + ".uri";

    /** Where the listener listens that is made when nothing is configured. */
    public static final Endpoint DEFAULT_ENDPOINT = new TcpEndpoint("127.0.0.1", 4040);

    /**
     * Describes the listener of an application that configured nothing.
     *
     * @param options limits
     * @return the listener {@code main} on {@code tcp://127.0.0.1:4040}
     */
    public static ListenerSettings ofDefault(ListenerOptions options) {
        return new ListenerSettings(DEFAULT_NAME, DEFAULT_PROPERTY, DEFAULT_ENDPOINT, options, true, true, null);
    }

    /**
     * Replaces the limits.
     *
     * @param value the limits
     * @return a changed copy
     */
    public ListenerSettings withOptions(ListenerOptions value) {
        return new ListenerSettings(name, property, endpoint, value, autoStartup, isDefault, ssl);
    }

    /**
     * Tells whether each message is a datagram.
     *
     * @return false for streams
     */
    public boolean datagrams() {
        return endpoint instanceof UdpEndpoint
                || endpoint instanceof UnixDatagramEndpoint
                || (endpoint instanceof AbstractEndpoint named && named.isDatagram());
    }
}
