package io.eventdispatcher.messenger;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.client.ClientObserver;
import io.eventdispatcher.client.ClientSnapshot;
import io.eventdispatcher.client.ClientState;
import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.client.DropReason;
import io.eventdispatcher.client.PermanentClient;
import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionObserver;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * A permanent client that speaks messages: sends, asks and waits for the answer, and hands everything else that arrives to
 * the dispatcher of its messenger.
 *
 * <p>Many requests may be under way at once with a peer that repeats {@link Message#CORRELATION}, whatever the order and the
 * commands of its answers; any other gets one request at a time, see {@link Correlation}. What it answers then belongs to the
 * request if it has the expected reply command, or is {@code INVALID}, {@code UNKNOWN} or {@code ERROR} with the request's
 * command in its parameter {@code command}. These three fail the request, with the reason.
 *
 * <p>A late answer, to a request that was given up, is never taken for that of another one if it repeats the id; if it does
 * not, then not for as long again as the request was waited for. It goes to the dispatcher if that has a handler for it.
 *
 * <p>Threading: any thread. Futures are completed on the loop thread, so what is chained to them must not block; use the
 * {@code ...Async} methods for that. To wait for one on the loop thread is refused.
 *
 * @since 0.1
 */
public final class MessageClient {

    /** How long an answer is waited for unless told otherwise. */
    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /** How many requests may wait for their answers at the same time. */
    public static final int DEFAULT_MAX_REQUESTS = 1024;

    private static final Map<String, String> SYSTEM_REPLIES =
            Map.of(Commands.ALIVE, Commands.ABSOLUTELY, Commands.HELP, Commands.COMMANDS);

    private final Supplier<PermanentClient> clients;
    private final PendingRequests requests;
    private final Duration requestTimeout;
    private final Messenger messenger;
    private final SendInterceptor interceptor;
    private volatile PermanentClient client;

    private MessageClient(Builder builder) {
        this.requestTimeout = builder.requestTimeout;
        this.interceptor = builder.interceptor;
        this.messenger = builder.messenger;
        this.requests = new PendingRequests(
                builder.loop, builder.name, builder.maxRequests, builder.correlation, this::transmit, this::withdraw);
        this.clients = builder.client
                .handler(() -> messenger.newHandler(this::takes))
                .observer(new Drops(builder.clientObserver))
                .connectionObserver(new Links(builder.observer))::build;
        this.client = clients.get();
    }

    private boolean withdraw(Message message) {
        return client.withdraw(message);
    }

    /** Takes answers, and late ones that nobody else is there for: they must not be answered with {@code UNKNOWN}. */
    private boolean takes(Message message) {
        return switch (requests.answer(message)) {
            case ANSWER -> true;
            case LATE -> messenger.dispatcher().route(message).size() == 0;
            case NONE -> false;
        };
    }

    /**
     * Prepares a client.
     *
     * @param name for logs, and the first part of connection names; replaces the builder's
     * @param client everything but name, handler and both observers, which are set here
     * @param loop the loop of the client
     * @param messenger decodes and dispatches what arrives
     * @return a builder
     */
    public static Builder of(String name, PermanentClient.Builder client, EventLoop loop, Messenger messenger) {
        return new Builder(name, client, loop, messenger);
    }

    /**
     * Returns the name.
     *
     * @return the name, also the owner of its connections
     */
    public String name() {
        return client.name();
    }

    /**
     * Sends a message, now or when there is a connection.
     *
     * @param message the message
     * @return what became of it
     */
    public Delivery send(Message message) {
        return interceptor == SendInterceptor.NONE
                ? transmit(message)
                : interceptor.send(this, message, this::transmit);
    }

    /** Sends without asking the interceptor, which sees each request once. */
    private Delivery transmit(Message message) {
        return client.send(message);
    }

    /**
     * Sends a request and waits for its answer for the time set at creation. The expected reply command is {@code
     * ABSOLUTELY} for {@code ALIVE}, {@code COMMANDS} for {@code HELP}, and the command followed by {@code _REPLY} for all
     * others.
     *
     * @param request the message
     * @return completed with the answer, without the id that was added to the request, or exceptionally with a {@link
     *     RequestException}; cancelling it gives the request up. Waiting for it on the loop thread throws {@link
     *     IllegalStateException}
     */
    public CompletableFuture<Message> request(Message request) {
        return request(request, requestTimeout);
    }

    /**
     * Sends a request, expecting the usual reply command.
     *
     * @param request the message
     * @param timeout how long to wait, from now, connecting included; positive
     * @return as {@link #request(Message)}
     */
    public CompletableFuture<Message> request(Message request, Duration timeout) {
        String command = request.command();
        return request(request, SYSTEM_REPLIES.getOrDefault(command, command + "_REPLY"), timeout);
    }

    /**
     * Sends a request.
     *
     * @param request the message
     * @param replyCommand command of the answer
     * @param timeout how long to wait, from now, connecting included; positive
     * @return as {@link #request(Message)}
     * @throws IllegalArgumentException if the time-out is not positive
     */
    public CompletableFuture<Message> request(Message request, String replyCommand, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout of a request must be positive: " + timeout);
        }
        return interceptor == SendInterceptor.NONE
                ? ask(request, replyCommand, timeout)
                : interceptor.request(this, request, message -> ask(message, replyCommand, timeout));
    }

    private CompletableFuture<Message> ask(Message request, String replyCommand, Duration timeout) {
        return requests.add(request, replyCommand, timeout);
    }

    /**
     * Returns how long answers are waited for unless told otherwise.
     *
     * @return positive
     */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /**
     * Returns how many requests wait for their answers, those that wait for their turn included.
     *
     * @return 0 or more
     */
    public int pendingRequests() {
        return requests.size();
    }

    /**
     * Returns how many requests wait to be sent because the peer gets one at a time.
     *
     * @return 0 or more
     */
    public int waitingRequests() {
        return requests.waiting();
    }

    /**
     * Returns what became of the requests so far.
     *
     * @return totals, over all starts
     */
    public RequestStatistics requestStatistics() {
        return requests.statistics();
    }

    /**
     * Returns the client underneath.
     *
     * @return for its state, its connection and its totals; another one after {@link #stop} and {@link #start}
     */
    public PermanentClient client() {
        return client;
    }

    /**
     * Returns how the client looks now.
     *
     * @return a snapshot
     */
    public ClientSnapshot snapshot() {
        return client.snapshot();
    }

    /**
     * Starts connecting; after a {@link #stop} with a new client underneath.
     *
     * @throws IllegalStateException if it is started, or its loop is closed
     */
    public synchronized void start() {
        ClientState state = client.state();
        if (state == ClientState.STOPPING || state == ClientState.STOPPED) {
            client = clients.get();
        }
        client.start();
    }

    /**
     * Stops, see {@link PermanentClient#stop}. Nothing can be sent until it is started again.
     *
     * @param grace how long sending what waits may take; 0 closes at once
     * @return completed with true if nothing was dropped or cut off
     */
    public CompletableFuture<Boolean> stop(Duration grace) {
        return client.stop(grace);
    }

    /** Tells the requests about what will not be sent. */
    private final class Drops implements ClientObserver {

        private final ClientObserver next;

        Drops(ClientObserver next) {
            this.next = next;
        }

        @Override
        public void stateChanged(ClientSnapshot snapshot) {
            next.stateChanged(snapshot);
        }

        @Override
        public void attemptFailed(String name, IOException failure, Duration pause) {
            next.attemptFailed(name, failure, pause);
        }

        @Override
        public void dropped(String name, ByteSource frame, DropReason reason) {
            requests.dropped(frame, reason.name().toLowerCase(Locale.ROOT));
            next.dropped(name, frame, reason);
        }
    }

    /** Tells the requests about connections that come and go. */
    private final class Links implements ConnectionObserver {

        private final ConnectionObserver next;

        Links(ConnectionObserver next) {
            this.next = next;
        }

        @Override
        public void opened(Connection connection) {
            next.opened(connection);
        }

        @Override
        public void closed(Connection connection, CloseReason reason, long openNanos) {
            // Later, when the client has taken back what the connection had not sent.
            Runnable task = () -> requests.disconnected(client::unsent, reason.label());
            try {
                connection.loop().execute(task);
            } catch (RejectedExecutionException loopClosed) {
                task.run();
            }
            next.closed(connection, reason, openNanos);
        }
    }

    /**
     * Settings of a client that is not made yet.
     *
     * <p>Threading: one thread at a time (confined to its owner).
     *
     * @since 0.1
     */
    public static final class Builder {

        private final PermanentClient.Builder client;
        private final EventLoop loop;
        private final String name;
        private final Messenger messenger;
        private Duration requestTimeout = DEFAULT_REQUEST_TIMEOUT;
        private int maxRequests = DEFAULT_MAX_REQUESTS;
        private Correlation correlation = Correlation.auto();
        private ConnectionObserver observer = ConnectionObserver.NONE;
        private ClientObserver clientObserver = ClientObserver.NONE;
        private SendInterceptor interceptor = SendInterceptor.NONE;

        private Builder(String name, PermanentClient.Builder client, EventLoop loop, Messenger messenger) {
            this.client = Objects.requireNonNull(client, "client").name(name);
            this.loop = loop;
            this.name = name;
            this.messenger = messenger;
        }

        /**
         * Sets how long answers are waited for; 5 s if not set.
         *
         * @param value positive
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder requestTimeout(Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("requestTimeout must be positive: " + value);
            }
            requestTimeout = value;
            return this;
        }

        /**
         * Sets how many requests may wait for their answers or for their turn; 1,024 if not set. More are refused.
         *
         * @param value 1 or more
         * @return this
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxRequests(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("maxRequests must be 1 or more: " + value);
            }
            maxRequests = value;
            return this;
        }

        /**
         * Sets how answers are told apart; {@link Correlation#auto()} if not set.
         *
         * @param value the rule
         * @return this
         */
        public Builder correlation(Correlation value) {
            correlation = value;
            return this;
        }

        /**
         * Sets who watches the client.
         *
         * @param value the observer
         * @return this
         */
        public Builder clientObserver(ClientObserver value) {
            clientObserver = value;
            return this;
        }

        /**
         * Sets who watches the connections.
         *
         * @param value the observer
         * @return this
         */
        public Builder observer(ConnectionObserver value) {
            observer = value;
            return this;
        }

        /**
         * Sets what stands around everything that is sent.
         *
         * @param value the interceptor
         * @return this
         */
        public Builder interceptor(SendInterceptor value) {
            interceptor = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Makes the client without starting it.
         *
         * @return the client
         * @throws IllegalArgumentException as in {@link PermanentClient.Builder#build}
         */
        public MessageClient build() {
            return new MessageClient(this);
        }
    }
}
