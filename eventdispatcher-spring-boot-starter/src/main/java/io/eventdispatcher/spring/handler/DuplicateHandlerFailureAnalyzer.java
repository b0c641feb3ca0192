package io.eventdispatcher.spring.handler;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Names both handlers that want the same messages. */
final class DuplicateHandlerFailureAnalyzer extends AbstractFailureAnalyzer<DuplicateHandlerException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DuplicateHandlerException cause) {
        String description = String.format(
                "Two message handlers want the messages of the pattern '%s':%n%n    - %s%n    - %s",
                cause.pattern(), line(cause.first()), line(cause.second()));
        String action = "Remove one of them, change its pattern, or let them take messages from different listeners or"
                + " clients (attributes 'listeners' and 'clients' of @MessageHandler).";
        return new FailureAnalysis(description, action, cause);
    }

    private static String line(HandlerDescriptor handler) {
        return handler.location() + ", handler id '" + handler.id() + "'";
    }
}
