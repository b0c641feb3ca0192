package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.MessagePattern;
import java.util.ArrayList;
import java.util.List;

/** Reads the patterns of a handler. */
final class Patterns {

    private Patterns() {}

    /**
     * Parses all patterns, each once.
     *
     * @throws InvalidHandlerException naming the first that is not valid
     */
    static List<MessagePattern> parse(HandlerDescriptor handler) {
        List<MessagePattern> patterns = new ArrayList<>();
        for (String text : handler.patterns()) {
            MessagePattern pattern = parse(handler, text);
            if (!patterns.contains(pattern)) {
                patterns.add(pattern);
            }
        }
        return patterns;
    }

    private static MessagePattern parse(HandlerDescriptor handler, String text) {
        try {
            return MessagePattern.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidHandlerException(
                    handler.location(),
                    "its pattern '" + text + "' is not valid: " + e.getMessage(),
                    "use a command (ADD), wildcards (ADD*), variables (EVENT{number}, EVENT{number:[0-9]+}) or"
                            + " regex:expression",
                    e);
        }
    }
}
