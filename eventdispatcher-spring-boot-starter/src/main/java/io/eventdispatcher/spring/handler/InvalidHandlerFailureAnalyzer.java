package io.eventdispatcher.spring.handler;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to change about a handler that cannot be used. */
final class InvalidHandlerFailureAnalyzer extends AbstractFailureAnalyzer<InvalidHandlerException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidHandlerException cause) {
        String description = "The message handler " + cause.handler() + " cannot be used: " + cause.problem() + ".";
        return new FailureAnalysis(description, sentence(cause.action()), cause);
    }

    private static String sentence(String action) {
        return Character.toUpperCase(action.charAt(0)) + action.substring(1) + ".";
    }
}
