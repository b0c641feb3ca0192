package io.eventdispatcher.transport;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.InetEndpoint;
import io.eventdispatcher.transport.BindFailedException.Reason;
import java.util.Locale;

/**
 * Turns what the system says about a failed bind into something to act on.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class BindFailures {

    private static final int FIRST_UNPRIVILEGED_PORT = 1024;

    private BindFailures() {}

    /**
     * Describes a failure.
     *
     * @param endpoint what should have been bound
     * @param cause what the system said
     * @return the exception to throw
     * @since 0.1
     */
    public static BindFailedException of(Endpoint endpoint, Exception cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("already in use")) {
            return new BindFailedException(
                    endpoint, Reason.ADDRESS_IN_USE, "address already in use by another process or listener", cause);
        }
        if (text.contains("permission denied") || text.contains("not permitted")) {
            return new BindFailedException(
                    endpoint, Reason.PERMISSION_DENIED, "permission denied" + privilege(endpoint), cause);
        }
        if (text.contains("cannot assign") || cause instanceof UnsupportedOperationException) {
            return new BindFailedException(
                    endpoint,
                    Reason.CANNOT_ASSIGN,
                    "cannot assign the address: it is not one of this machine's, or its family is switched off",
                    cause);
        }
        return new BindFailedException(endpoint, Reason.OTHER, String.valueOf(cause.getMessage()), cause);
    }

    private static String privilege(Endpoint endpoint) {
        boolean privileged = endpoint instanceof InetEndpoint inet && inet.port() < FIRST_UNPRIVILEGED_PORT;
        return privileged ? "; ports below " + FIRST_UNPRIVILEGED_PORT + " need a privilege, choose a higher one" : "";
    }
}
