package io.eventdispatcher.messenger;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionHandler;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageDecoder;
import io.eventdispatcher.message.MessageLimits;
import io.eventdispatcher.message.definition.Definitions;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

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

    private final Dispatcher dispatcher;
    private final Definitions definitions;
    private final int queueCapacity;
    private final MessageEvents events;
    private final Answers answers;
    private final HandlerCalls calls;
    private final Consumer<Connection> onOpen;
    private final ThreadLocal<LoopParts> parts;
    private final RouteWalk walk = new RouteWalk(this);

    private Messenger(Builder builder) {
        this.dispatcher = builder.dispatcher;
        this.definitions = builder.definitions;
        this.queueCapacity = builder.queueCapacity;
        this.events = new MessageEvents(builder.observer);
        this.answers = new Answers(builder.unknownCommand, builder.invalidMessage, events);
        this.calls = new HandlerCalls(answers, events);
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

    MessageEvents events() {
        return events;
    }

    Answers answers() {
        return answers;
    }

    HandlerCalls calls() {
        return calls;
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

    /** Checks a message against the definition of its command, and answers if it breaks it. */
    boolean isValid(Connection connection, Message message) {
        List<String> problems = definitions.check(message);
        if (problems.isEmpty()) {
            return true;
        }
        answers.invalid(connection, message, String.join("; ", problems));
        return false;
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
