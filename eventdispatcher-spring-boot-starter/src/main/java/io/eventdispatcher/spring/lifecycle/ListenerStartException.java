package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.endpoint.Endpoint;
import java.io.Serial;

/**
 * A listener could not be started.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class ListenerStartException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Name of the listener. */
    private final String listener;

    /** Names the endpoint in the configuration. */
    private final String property;

    private final transient Endpoint endpoint;

    /** Whether nobody configured it. */
    private final boolean defaulted;

    /**
     * Describes the failure.
     *
     * @param settings of the listener
     * @param cause why
     */
    public ListenerStartException(ListenerSettings settings, Exception cause) {
        super("listener '" + settings.name() + "' not started: " + cause.getMessage(), cause);
        this.listener = settings.name();
        this.property = settings.property();
        this.endpoint = settings.endpoint();
        this.defaulted = settings.isDefault();
    }

    /**
     * Returns which listener.
     *
     * @return the name
     */
    public String listener() {
        return listener;
    }

    /**
     * Returns what to change.
     *
     * @return the property that names the endpoint
     */
    public String property() {
        return property;
    }

    /**
     * Returns where it should listen.
     *
     * @return the endpoint as it was configured
     */
    public Endpoint endpoint() {
        return endpoint;
    }

    /**
     * Tells whether nobody configured the listener.
     *
     * @return true for the listener that is made when there are handlers, but neither listeners nor clients
     */
    public boolean isDefault() {
        return defaulted;
    }
}
