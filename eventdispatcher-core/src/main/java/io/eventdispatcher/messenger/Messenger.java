package io.eventdispatcher.messenger;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.connection.SendResult;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.InvalidMessageException;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.message.definition.Definitions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Makes messages of frames, hands them to a dispatcher, and answers for those that nobody can handle. One messenger serves
 * all connections of an application; give {@link #newHandler()} to listeners and clients.
 *
 * <p>The order of a connection is kept, also when handlers run on executors or answer later. What cannot be decoded or
 * breaks its definition is answered with {@code INVALID} and the reason, a command that no entry matches with {@code
 * UNKNOWN}, a handler that fails with {@code ERROR} and the id under which the log has the details. {@code INVALID},
 * {@code UNKNOWN} and {@code ERROR} themselves never get such an answer.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class Messenger {

    private static final Set<String> NEVER_ANSWERED = Set.of(Commands.INVALID, Commands.UNKNOWN, Commands.ERROR);

    private final Dispatcher dispatcher;
    private final Definitions definitions;
    private final int queueCapacity;
    private final Reaction unknownCommand;
    private final Reaction invalidMessage;
    private final MessageObserver observer;
    private final Consumer<Connection> onOpen;
    private final ThreadLocal<LoopParts> parts;
    private final RouteWalk walk = new RouteWalk(this);
    private final RateLimitedLog log = new RateLimitedLog(LoggerFactory.getLogger(Messenger.class));

    private Messenger(Builder builder) {
        this.dispatcher = builder.dispatcher;
        this.definitions = builder.definitions;
        this.queueCapacity = builder.queueCapacity;
        this.unknownCommand = builder.unknownCommand;
        this.invalidMessage = builder.invalidMessage;
        this.observer = builder.observer;
        this.onOpen = builder.onOpen;
        MessageLimits limits = builder.limits;
        this.parts = ThreadLocal.withInitial(() -> new LoopParts(new MessageDecoder(limits), new WrittenReply.Spare()));
        // Loads the classes of decoding here, instead of on the loop at the first connection.
        var unused = new MessageDecoder(limits);
    }

    /**
     * Prepares a messenger.
     *
     * @param dispatcher where the handlers are; may change later
     * @return a builder
     */
    public static Builder builder(Dispatcher dispatcher) {
        return new Builder(dispatcher);
    }

    /**
     * Makes the handler of one new connection.
     *
     * @return a handler, for one connection only
     */
    public ConnectionHandler newHandler() {
        return new MessageReceiver(this, null);
    }

    /**
     * Returns how many messages of a connection wait for, or are being handled by, handlers that do not run on its loop.
     *
     * @param connection any connection
     * @return 0 or more; 0 for connections of other handlers
     */
    public static int queued(Connection connection) {
        OrderedWork work = connection.attribute(OrderedWork.KEY);
        return work == null ? 0 : work.size();
    }

    /**
     * Returns the dispatcher.
     *
     * @return as given to {@link #builder}
     */
    public Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Makes a handler that offers each message to a client first, which takes the replies it waits for. */
    ConnectionHandler newHandler(Predicate<Message> firstLook) {
        return new MessageReceiver(this, firstLook);
    }

    RouteWalk walk() {
        return walk;
    }

    int queueCapacity() {
        return queueCapacity;
    }

    /**
     * What all connections of a loop use in turn.
     *
     * @param decoder decodes one line at a time
     * @param replies what the next reply is written with
     */
    record LoopParts(MessageDecoder decoder, WrittenReply.Spare replies) {}

    /** Returns those of the calling loop thread. */
    LoopParts parts() {
        return parts.get();
    }

    void opened(Connection connection) {
        onOpen.accept(connection);
    }

    void received(Connection connection, Message message) {
        if (observer != MessageObserver.NONE) {
            observe(connection, () -> observer.received(connection, message));
        }
    }

    /** Checks a message against the definition of its command, and answers if it breaks it. */
    boolean isValid(Connection connection, Message message) {
        List<String> problems = definitions.check(message);
        if (problems.isEmpty()) {
            return true;
        }
        String reason = String.join("; ", problems);
        rejected(connection, Rejection.INVALID, message + ": " + reason);
        answer(connection, invalidMessage, message, Commands.INVALID, reason);
        return false;
    }

    void unknown(Connection connection, Message message) {
        rejected(connection, Rejection.UNKNOWN, message.toString());
        answer(connection, unknownCommand, message, Commands.UNKNOWN, null);
    }

    void malformed(Connection connection, String problem) {
        if (invalidMessage == Reaction.IGNORE) {
            rejected(connection, Rejection.MALFORMED, problem);
        } else {
            refuse(connection, problem, Rejection.MALFORMED);
            if (invalidMessage == Reaction.CLOSE) {
                connection.drain(CloseReason.PROTOCOL);
            }
        }
    }

    /** Answers a line that is not a message. */
    void refuse(Connection connection, String reason, Rejection rejection) {
        rejected(connection, rejection, reason);
        send(
                connection,
                Message.builder(Commands.INVALID).param("message", reason).build());
    }

    /** Sends the answer of a handler. One that cannot be sent is not lost in silence. */
    boolean reply(ConnectionExchange exchange, ByteSource reply) {
        Connection connection = exchange.connection();
        if (exchange.receiver().isAbandoned(exchange)) {
            rejected(
                    connection,
                    Rejection.UNDELIVERABLE,
                    "handler '" + exchange.entry().name() + "' answers too late");
            return false;
        }
        SendResult result = send(connection, reply);
        if (result == SendResult.TOO_LONG) {
            String id = newId();
            String detail = "answer of handler '" + exchange.entry().name() + "' is too long: length=" + reply.length()
                    + " max=" + connection.maxFrameBytes() + " command="
                    + exchange.message().command() + " id=" + id;
            log.line(Level.ERROR, connection.loop().nanoTime(), "{}: {}", connection.id(), LogText.clip(detail));
            rejected(connection, Rejection.UNDELIVERABLE, detail);
            error(exchange, id);
        }
        return result.accepted();
    }

    /** Sends a message; a peer that takes so little that it does not fit is given up. */
    private SendResult send(Connection connection, ByteSource message) {
        SendResult result = connection.send(message);
        if (result == SendResult.FULL) {
            rejected(connection, Rejection.UNDELIVERABLE, "write queue full: queuedBytes=" + connection.queuedBytes());
            connection.close(CloseReason.SLOW_CONSUMER);
        }
        return result;
    }

    /** Calls a handler; returns what it is still working on, null when it is done. */
    @Nullable
    CompletionStage<?> call(ConnectionExchange exchange) {
        CompletionStage<?> stage;
        try {
            stage = exchange.entry().handler().handle(exchange);
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            ended(exchange, e);
            return null;
        }
        if (stage == null) {
            succeeded(exchange);
            return null;
        }
        CompletionStage<?> handled = stage.whenComplete((result, failure) -> {
            if (failure == null) {
                succeeded(exchange);
            } else {
                ended(exchange, unwrap(failure));
            }
        });
        return handled instanceof CompletableFuture<?> future && future.isDone() ? null : handled;
    }

    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    private void succeeded(ConnectionExchange exchange) {
        if (!exchange.receiver().hasFailedEarly(exchange)) {
            processed(exchange, Outcome.SUCCESS, null);
        }
    }

    /** The handler ended with a failure, which is reported unless that was done. */
    private void ended(ConnectionExchange exchange, Throwable failure) {
        if (!exchange.receiver().hasFailedEarly(exchange)) {
            failed(exchange, failure);
        }
    }

    /** Reports a failed handler: logs it under an id, and answers with the id. */
    void failed(ConnectionExchange exchange, Throwable failure) {
        if (failure instanceof InvalidMessageException problem && problem.isAbout(exchange.message())) {
            invalid(exchange, problem);
            return;
        }
        Connection connection = exchange.connection();
        String id = newId();
        log.line(
                Level.ERROR,
                connection.loop().nanoTime(),
                "{}: handler '{}' failed, id={} message={}",
                connection.id(),
                exchange.entry().name(),
                id,
                exchange.message(),
                LoggedFailure.of(failure));
        processed(exchange, Outcome.ERROR, failure);
        error(exchange, id);
    }

    /** The peer's fault: a handler asked its message for something that is not there, or not what it should be. */
    private void invalid(ConnectionExchange exchange, InvalidMessageException problem) {
        Connection connection = exchange.connection();
        String reason = String.valueOf(problem.getMessage());
        log.line(
                Level.DEBUG,
                connection.loop().nanoTime(),
                "{}: message refused by handler '{}': {}",
                connection.id(),
                exchange.entry().name(),
                LogText.clip(reason));
        processed(exchange, Outcome.INVALID, problem);
        answer(connection, Reaction.REPLY, exchange.message(), Commands.INVALID, reason);
    }

    private static String newId() {
        return String.format("%08x", ThreadLocalRandom.current().nextInt());
    }

    private void error(ConnectionExchange exchange, String id) {
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

    void overloaded(ConnectionExchange exchange, RejectedExecutionException cause) {
        String detail = "executor of handler '" + exchange.entry().name() + "' refused the work: " + cause.getMessage();
        rejected(exchange.connection(), Rejection.OVERLOADED, detail);
        answer(
                exchange.connection(),
                Reaction.REPLY,
                exchange.message(),
                Commands.ERROR,
                "overloaded, try again later");
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

    private void processed(ConnectionExchange exchange, Outcome outcome, @Nullable Throwable failure) {
        if (observer != MessageObserver.NONE) {
            observe(exchange.connection(), () -> observer.processed(exchange, outcome, failure));
        }
    }

    void rejected(Connection connection, Rejection rejection, String detail) {
        log.line(
                Level.DEBUG,
                connection.loop().nanoTime(),
                "{}: rejected, reason={} detail={}",
                connection.id(),
                rejection,
                LogText.clip(detail));
        if (observer != MessageObserver.NONE) {
            observe(connection, () -> observer.rejected(connection, rejection, detail));
        }
    }

    private void observe(Connection connection, Runnable call) {
        try {
            call.run();
        } catch (Exception | StackOverflowError | AssertionError | LinkageError e) {
            log.line(Level.ERROR, connection.loop().nanoTime(), "the message observer failed; ignored", e);
        }
    }

    /**
     * Settings of a messenger.
     *
     * <p>Threading: one thread at a time (confined to its owner).
     *
     * @since 0.1
     */
    public static final class Builder {

        private final Dispatcher dispatcher;
        private MessageLimits limits = MessageLimits.defaults();
        private Definitions definitions = Definitions.none();
        private int queueCapacity = 256;
        private Reaction unknownCommand = Reaction.REPLY;
        private Reaction invalidMessage = Reaction.REPLY;
        private MessageObserver observer = MessageObserver.NONE;
        private Consumer<Connection> onOpen = connection -> {};

        private Builder(Dispatcher dispatcher) {
            this.dispatcher = Objects.requireNonNull(dispatcher, "dispatcher");
        }

        /**
         * Sets the limits of received messages; the compatible defaults if not set.
         *
         * @param value the limits
         * @return this
         */
        public Builder limits(MessageLimits value) {
            limits = value;
            return this;
        }

        /**
         * Sets the definitions that messages are checked against; none if not set.
         *
         * @param value the definitions
         * @return this
         */
        public Builder definitions(Definitions value) {
            definitions = value;
            return this;
        }

        /**
         * Sets how many messages of one connection may wait for, or be handled by, handlers that do not run on its loop,
         * before the connection stops reading; 256 if not set.
         *
         * @param value 1 or more
         * @return this
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder queueCapacity(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("queueCapacity must be 1 or more: " + value);
            }
            queueCapacity = value;
            return this;
        }

        /**
         * Sets what happens to commands that no entry matches; {@link Reaction#REPLY} if not set.
         *
         * @param value the reaction
         * @return this
         */
        public Builder unknownCommand(Reaction value) {
            unknownCommand = value;
            return this;
        }

        /**
         * Sets what happens to lines that are not messages and messages that break their definition; {@link
         * Reaction#REPLY} if not set.
         *
         * @param value the reaction
         * @return this
         */
        public Builder invalidMessage(Reaction value) {
            invalidMessage = value;
            return this;
        }

        /**
         * Sets who watches the messages.
         *
         * @param value the observer
         * @return this
         */
        public Builder observer(MessageObserver value) {
            observer = value;
            return this;
        }

        /**
         * Sets what is done with each new connection before anything is read from it, for example sending a greeting.
         *
         * @param value called on the loop thread of the connection, must not block
         * @return this
         */
        public Builder onOpen(Consumer<Connection> value) {
            onOpen = value;
            return this;
        }

        /**
         * Builds the messenger.
         *
         * @return the messenger
         */
        public Messenger build() {
            return new Messenger(this);
        }
    }
}
