package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.spring.source.SignalStartException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why a signal cannot be listened to, and which property to change.
 *
 * <p>Threading: one thread at a time.
 */
final class SignalStartFailureAnalyzer extends AbstractFailureAnalyzer<SignalStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SignalStartException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Remove " + cause.signal() + " from eventdispatcher.signals, or free it as described.",
                cause);
    }
}
