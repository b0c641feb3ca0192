package io.eventdispatcher.tools.command;

import io.eventdispatcher.message.Message;
import java.util.Objects;
import java.util.Set;

/**
 * Tells the reply to a message from what a peer says unasked, for example its greeting.
 *
 * <p>Threading: immutable.
 */
final class ReplyMatch {

    private static final Set<String> REFUSALS = Set.of("UNKNOWN", "INVALID", "ERROR");

    private final Message request;

    ReplyMatch(Message request) {
        this.request = request;
    }

    /** Whether a line surely is the reply: addressed to the sender, or one of the protocol's own for this command. */
    boolean isSure(Message line) {
        return isToSender(line) || isRefusal(line) || isBuiltIn(line);
    }

    private boolean isToSender(Message line) {
        return line.destination().equals(request.source());
    }

    /** Whether a line says that the peer does not do what it was told. */
    boolean isRefusal(Message line) {
        if (!REFUSALS.contains(line.command()) || REFUSALS.contains(request.command())) {
            return false;
        }
        String command = line.param("command");
        return command == null ? isToSender(line) : command.equals(request.command());
    }

    private boolean isBuiltIn(Message line) {
        return switch (request.command()) {
            case "ALIVE" ->
                line.command().equals("ABSOLUTELY") && Objects.equals(line.param("serial"), request.param("serial"));
            case "HELP" -> line.command().equals("COMMANDS");
            default -> false;
        };
    }
}
