package io.eventdispatcher.spring.lifecycle;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client that is {@code required} did not connect in time: the application does not start.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class ClientStartException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Name of the client. */
    private final String client;

    /** Where it should connect. */
    private final String addresses;

    /** How long it tried. */
    private final Duration waited;

    /** What went wrong last. */
    private final @Nullable String lastError;

    /**
     * Describes the failure.
     *
     * @param client name of the client
     * @param addresses where it should connect, for people
     * @param waited how long it tried
     * @param lastError what went wrong last, for people; null when no attempt has ended yet
     */
    public ClientStartException(String client, String addresses, Duration waited, @Nullable String lastError) {
        super("client '" + client + "' is required and could not connect to " + addresses + " within "
                + waited.toMillis() + " ms: " + (lastError == null ? "no attempt has ended yet" : lastError));
        this.client = client;
        this.addresses = addresses;
        this.waited = waited;
        this.lastError = lastError;
    }

    /**
     * Returns which client.
     *
     * @return the name
     */
    public String client() {
        return client;
    }

    /**
     * Returns where it should connect.
     *
     * @return one or more addresses, for people
     */
    public String addresses() {
        return addresses;
    }

    /**
     * Returns how long it tried.
     *
     * @return a positive duration
     */
    public Duration waited() {
        return waited;
    }

    /**
     * Returns what went wrong last.
     *
     * @return for people; null when no attempt has ended yet
     */
    public @Nullable String lastError() {
        return lastError;
    }
}
