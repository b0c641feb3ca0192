package io.eventdispatcher.messenger;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.SendResult;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * What goes back: the answers of handlers, and those for messages that no handler can take or that one failed with. {@code
 * INVALID}, {@code UNKNOWN} and {@code ERROR} themselves are never answered, lest two peers do so for ever.
 *
 * <p>Threading: any thread.
 */
final class Answers {

    private static final Set<String> NEVER_ANSWERED = Set.of(Commands.INVALID, Commands.UNKNOWN, Commands.ERROR);

    private final Reaction unknownCommand;
    private final Reaction invalidMessage;
    private final MessageEvents events;

    Answers(Reaction unknownCommand, Reaction invalidMessage, MessageEvents events) {
        this.unknownCommand = unknownCommand;
        this.invalidMessage = invalidMessage;
        this.events = events;
    }

    /** Sends the answer of a handler. One that cannot be sent is not lost in silence. */
    boolean reply(ConnectionExchange exchange, ByteSource reply) {
        Connection connection = exchange.connection();
        if (exchange.receiver().isAbandoned(exchange)) {
            events.rejected(
                    connection,
                    Rejection.UNDELIVERABLE,
                    "handler '" + exchange.entry().name() + "' answers too late");
            return false;
        }
        SendResult result = send(connection, reply);
        if (result == SendResult.TOO_LONG) {
            tooLong(exchange, reply.length());
        }
        return result.accepted();
    }

    private void tooLong(ConnectionExchange exchange, int length) {
        Connection connection = exchange.connection();
        String id = newId();
        String detail = "answer of handler '" + exchange.entry().name() + "' is too long: length=" + length + " max="
                + connection.maxFrameBytes() + " command=" + exchange.message().command() + " id=" + id;
        events.line(Level.ERROR, connection, "{}: {}", connection.id(), LogText.clip(detail));
        events.rejected(connection, Rejection.UNDELIVERABLE, detail);
        error(exchange, id);
    }

    /** Sends a message; a peer that takes so little that it does not fit is given up. */
    private SendResult send(Connection connection, ByteSource message) {
        SendResult result = connection.send(message);
        if (result == SendResult.FULL) {
            events.rejected(
                    connection, Rejection.UNDELIVERABLE, "write queue full: queuedBytes=" + connection.queuedBytes());
            connection.close(CloseReason.SLOW_CONSUMER);
        }
        return result;
    }

    /** Answers a line that is not a message, as it was set. */
    void malformed(Connection connection, String problem) {
        if (invalidMessage == Reaction.IGNORE) {
            events.rejected(connection, Rejection.MALFORMED, problem);
        } else {
            refuse(connection, problem, Rejection.MALFORMED);
            if (invalidMessage == Reaction.CLOSE) {
                connection.drain(CloseReason.PROTOCOL);
            }
        }
    }

    /** Answers a line that is not a message. */
    void refuse(Connection connection, String reason, Rejection rejection) {
        events.rejected(connection, rejection, reason);
        send(
                connection,
                Message.builder(Commands.INVALID).param("message", reason).build());
    }

    /** Answers a message that breaks the definition of its command. */
    void invalid(Connection connection, Message message, String reason) {
        events.rejected(connection, Rejection.INVALID, message + ": " + reason);
        answer(connection, invalidMessage, message, Commands.INVALID, reason);
    }

    /** Answers a message that a handler found wrong. */
    void refused(ConnectionExchange exchange, String reason) {
        answer(exchange.connection(), Reaction.REPLY, exchange.message(), Commands.INVALID, reason);
    }

    /** Answers a message that no entry matches. */
    void unknown(Connection connection, Message message) {
        events.rejected(connection, Rejection.UNKNOWN, message.toString());
        answer(connection, unknownCommand, message, Commands.UNKNOWN, null);
    }

    /** Answers a message whose handler cannot run. */
    void overloaded(ConnectionExchange exchange, RejectedExecutionException cause) {
        String detail = "executor of handler '" + exchange.entry().name() + "' refused the work: " + cause.getMessage();
        events.rejected(exchange.connection(), Rejection.OVERLOADED, detail);
        answer(
                exchange.connection(),
                Reaction.REPLY,
                exchange.message(),
                Commands.ERROR,
                "overloaded, try again later");
    }

    /** Returns an id under which the log has what the peer is not told. */
    static String newId() {
        return String.format("%08x", ThreadLocalRandom.current().nextInt());
    }

    /** Answers a message whose handler failed. */
    void error(ConnectionExchange exchange, String id) {
        String command = exchange.message().command();
        if (!NEVER_ANSWERED.contains(command)) {
            send(
                    exchange.connection(),
                    exchange.message()
                            .reply(Commands.ERROR)
                            .param("command", command)
                            .param("id", id)
                            .build());
        }
    }

    private void answer(
            Connection connection, Reaction reaction, Message message, String command, @Nullable String reason) {
        if (reaction == Reaction.IGNORE || NEVER_ANSWERED.contains(message.command())) {
            return;
        }
        MessageBuilder reply = message.reply(command).param("command", message.command());
        if (reason != null) {
            reply.param("message", reason);
        }
        send(connection, reply.build());
        if (reaction == Reaction.CLOSE) {
            OrderedWork work = connection.attribute(OrderedWork.KEY);
            if (work != null) {
                work.stop();
            }
            connection.drain(CloseReason.PROTOCOL);
        }
    }
}
