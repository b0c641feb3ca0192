package io.eventdispatcher.spring.handler;

import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The command of a reply made from values.
 *
 * <p>Threading: immutable.
 *
 * @param fixed the attribute {@code reply}; empty = the command received and {@code _REPLY}
 */
record ReplyCommand(String fixed) {

    private static final String SUFFIX = "_REPLY";

    /** The reply for a received command that no one may send: a lenient decoder accepts some. */
    private static final String FALLBACK = "REPLY";

    /**
     * Starts a reply.
     *
     * @param override the command the handler chose, or null
     * @throws io.eventdispatcher.message.InvalidMessageException if the handler chose one that is not valid
     */
    MessageBuilder begin(Message request, @Nullable String override) {
        return request.reply(override != null ? override : command(request));
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
        return ParameterName.isValid(command) && command.chars().noneMatch(c -> c >= 'a' && c <= 'z');
    }
}
