package io.eventdispatcher.spring.handler;

import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.dispatch.Reply;
import io.eventdispatcher.message.Message;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The command of a reply made from values.
 *
 * <p>Threading: immutable.
 *
 * @param fixed the command; empty = the command received and {@code _REPLY}
 */
record ReplyCommand(String fixed) {

    private static final String SUFFIX = "_REPLY";

    /** The reply for a received command that no one may send: a lenient decoder accepts some. */
    private static final String FALLBACK = "REPLY";

    /**
     * The command for a handler. With a single exact name it is known in advance.
     *
     * @param attribute as {@code reply}
     * @param patterns what the handler is for
     */
    static ReplyCommand of(String attribute, List<String> patterns) {
        boolean known = attribute.isEmpty() && patterns.size() == 1 && isValid(patterns.get(0));
        return new ReplyCommand(known ? patterns.get(0) + SUFFIX : attribute);
    }

    /**
     * Starts a reply.
     *
     * @param override the command the handler chose, or null
     * @throws io.eventdispatcher.message.InvalidMessageException if the handler chose one that is not valid
     */
    Reply begin(Exchange exchange, @Nullable String override) {
        return exchange.answer(override != null ? override : command(exchange.message()));
    }

    private String command(Message request) {
        if (!fixed.isEmpty()) {
            return fixed;
        }
        String received = request.command();
        return isValid(received) ? received + SUFFIX : FALLBACK;
    }

    /** The rule for commands: {@code [A-Z_][A-Z0-9_]*}. */
    static boolean isValid(String command) {
        return ParameterName.isValid(command) && command.equals(command.toUpperCase(Locale.ROOT));
    }
}
