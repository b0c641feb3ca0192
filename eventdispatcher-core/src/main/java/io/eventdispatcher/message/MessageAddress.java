package io.eventdispatcher.message;

import java.util.Objects;

/**
 * Where a message comes from or goes to: a computer and a service on it.
 *
 * <p>As destination, the names {@code .}, {@code *} and {@code ?} have a meaning for the broker (this computer, every
 * computer, the neighbours); this library only carries them.
 *
 * <p>Threading: immutable.
 *
 * @param server name of the computer, {@code ""} when not given
 * @param service name of the service, {@code ""} when not given
 * @since 0.1
 */
public record MessageAddress(String server, String service) {

    /**
     * No server and no service.
     *
     * @since 0.1
     */
    public static final MessageAddress NONE = new MessageAddress("", "");

    /**
     * Creates an address; the names are not checked here, but by the builder of a message.
     *
     * @param server name of the computer, {@code ""} when not given
     * @param service name of the service, {@code ""} when not given
     * @since 0.1
     */
    public MessageAddress {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(service, "service");
    }

    /**
     * Whether neither name is given.
     *
     * @return true for an empty address
     * @since 0.1
     */
    public boolean isNone() {
        return server.isEmpty() && service.isEmpty();
    }

    /**
     * The address as a person writes it: {@code server:service}, {@code service} or {@code server:}.
     *
     * @return printable when the names are valid; pass it through {@link LogText} when they came from a peer
     * @since 0.1
     */
    @Override
    public String toString() {
        return server.isEmpty() ? service : server + ":" + service;
    }
}
