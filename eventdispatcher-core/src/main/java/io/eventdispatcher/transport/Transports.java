package io.eventdispatcher.transport;

import io.eventdispatcher.endpoint.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The stream transports that are there, looked up by endpoint.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class Transports {

    private final List<StreamTransportFactory> factories;

    private Transports(List<StreamTransportFactory> factories) {
        this.factories = List.copyOf(factories);
    }

    /**
     * All transports on the class path: {@code tcp}, {@code unix}, {@code local}, and what plug-ins register as
     * {@link java.util.ServiceLoader} providers of {@link StreamTransportFactory}.
     *
     * @return the transports
     * @throws java.util.ServiceConfigurationError if a plug-in cannot be loaded
     * @since 0.1
     */
    public static Transports standard() {
        List<StreamTransportFactory> found = new ArrayList<>();
        ServiceLoader.load(StreamTransportFactory.class, Transports.class.getClassLoader())
                .forEach(found::add);
        return new Transports(found);
    }

    /**
     * Chosen transports only.
     *
     * @param factories asked in this order
     * @return the transports
     * @since 0.1
     */
    public static Transports using(StreamTransportFactory... factories) {
        return new Transports(List.of(factories));
    }

    /**
     * Finds the transport of an endpoint.
     *
     * @param endpoint any endpoint
     * @return the first that supports it
     * @throws IllegalArgumentException if there is none, listing the schemes there are
     * @since 0.1
     */
    public StreamTransportFactory of(Endpoint endpoint) {
        for (StreamTransportFactory factory : factories) {
            if (factory.supports(endpoint)) {
                return factory;
            }
        }
        String known = factories.stream()
                .map(StreamTransportFactory::scheme)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException("no transport for scheme '" + endpoint.scheme() + "': endpoint=" + endpoint
                + "; streams are available over: " + known);
    }
}
