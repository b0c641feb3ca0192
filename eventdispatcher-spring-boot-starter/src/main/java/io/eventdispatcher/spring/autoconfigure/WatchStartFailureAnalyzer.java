package io.eventdispatcher.spring.autoconfigure;

import io.eventdispatcher.spring.source.WatchStartException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why a watch could not be started, and which property to change.
 *
 * <p>Threading: one thread at a time.
 */
final class WatchStartFailureAnalyzer extends AbstractFailureAnalyzer<WatchStartException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, WatchStartException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), "Correct " + cause.property() + ".", cause);
    }
}
