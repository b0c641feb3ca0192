package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.spring.lifecycle.ClientStartException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why a required client could not connect, and which properties to change.
 *
 * <p>Threading: one thread at a time.
 */
final class ClientStartFailureAnalyzer extends AbstractFailureAnalyzer<ClientStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ClientStartException cause) {
        String prefix = ClientSettingsReader.PREFIX + "." + cause.client();
        String lastError = cause.lastError();
        String description = "Client '" + cause.client() + "' is required (" + prefix
                + ".required) and could not connect to " + cause.addresses() + " within "
                + PropertyChecks.print(cause.waited()) + ".\n\nLast error: "
                + (lastError == null ? "no attempt has ended yet" : lastError);
        String action = "Start the peer, correct " + prefix + ".uri, wait longer with " + prefix
                + ".startup-timeout, or set " + prefix
                + ".required=false to let the client connect whenever the peer is there.";
        return new FailureAnalysis(description, action, cause);
    }
}
