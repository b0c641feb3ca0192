package io.eventdispatcher.spring.exchange;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to change about a client interface that cannot work. */
final class InvalidMessageExchangeFailureAnalyzer extends AbstractFailureAnalyzer<InvalidMessageExchangeException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidMessageExchangeException cause) {
        String description = "The message exchange " + cause.place() + " cannot be used: " + cause.problem() + ".";
        String action = cause.action();
        return new FailureAnalysis(
                description, Character.toUpperCase(action.charAt(0)) + action.substring(1) + ".", cause);
    }
}
