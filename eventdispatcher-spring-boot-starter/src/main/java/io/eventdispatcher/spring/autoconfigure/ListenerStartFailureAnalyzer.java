package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.endpoint.Endpoint;
import io.eventdispatcher.endpoint.InetEndpoint;
import io.eventdispatcher.endpoint.TlsEndpoint;
import io.eventdispatcher.spring.lifecycle.ListenerStartException;
import io.eventdispatcher.transport.BindFailedException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why a listener could not be started, and which property to change.
 *
 * <p>Threading: one thread at a time.
 */
final class ListenerStartFailureAnalyzer extends AbstractFailureAnalyzer<ListenerStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ListenerStartException cause) {
        BindFailedException bind = findCause(cause, BindFailedException.class);
        if (bind == null) {
            return new FailureAnalysis(
                    "Listener '" + cause.listener() + "' could not be started on " + cause.endpoint() + ": "
                            + String.valueOf(cause.getMessage()),
                    "Check " + cause.property() + ".",
                    cause);
        }
        return new FailureAnalysis(description(cause, bind), action(cause, bind.reason()), cause);
    }

    private static String description(ListenerStartException cause, BindFailedException bind) {
        String what = "Listener '" + cause.listener() + "' could not bind " + cause.endpoint() + ": ";
        return what
                + switch (bind.reason()) {
                    case ADDRESS_IN_USE -> "the address is in use.";
                    case PERMISSION_DENIED -> "permission denied.";
                    case CANNOT_ASSIGN -> "the address is not one of this machine's, or its family is switched off.";
                    case OCCUPIED, INVALID, OTHER -> bind.getMessage() + ".";
                };
    }

    private static String action(ListenerStartException cause, BindFailedException.Reason reason) {
        boolean inet = cause.endpoint() instanceof InetEndpoint;
        String free = inet ? " (port 0 picks a free one)" : "";
        return switch (reason) {
            case ADDRESS_IN_USE -> "Stop the other process, or set " + cause.property() + free + ".";
            case PERMISSION_DENIED ->
                inet
                        ? "Set " + cause.property() + " to a port from 1024 on" + free
                                + ", or give the process the right to bind it."
                        : "Set " + cause.property() + " to a path in a directory that this process may write.";
            case CANNOT_ASSIGN ->
                "Set " + cause.property() + " to an address of this machine, for example " + example(cause.endpoint())
                        + ".";
            case OCCUPIED -> "Remove the file if nothing needs it, or set " + cause.property() + " to another path.";
            case INVALID, OTHER -> "Correct what is named there, or change " + cause.property() + ".";
        };
    }

    private static String example(Endpoint endpoint) {
        int port = endpoint instanceof InetEndpoint inet ? inet.port() : 0;
        String scheme = endpoint.scheme() + "://";
        String condition = endpoint instanceof TlsEndpoint ? "" : ", with unsafe-plaintext";
        return scheme + "127.0.0.1:" + port + " or " + scheme + "0.0.0.0:" + port + " (all addresses" + condition + ")";
    }
}
