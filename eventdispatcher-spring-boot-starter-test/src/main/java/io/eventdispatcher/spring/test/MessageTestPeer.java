package io.eventdispatcher.spring.test;

import io.eventdispatcher.connection.CloseReason;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionGroup;
import io.eventdispatcher.connection.ConnectionState;
import io.eventdispatcher.connection.SendResult;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.endpoint.LocalEndpoint;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.LoopThread;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import io.eventdispatcher.messenger.MessageObserver;
import io.eventdispatcher.messenger.Messenger;
import io.eventdispatcher.messenger.Reaction;
import io.eventdispatcher.server.Listener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * Stands in for the service that a client of the application talks to, in memory: answers as it is told, keeps what it receives
 * and says what the test wants.
 *
 * <pre>{@code
 * static MessageTestPeer hub = MessageTestPeer.start()
 *         .answer("LOOKUP", request -> request.reply("ADDRESS").param("address", "Main St. 1"));
 *
 * @DynamicPropertySource
 * static void properties(DynamicPropertyRegistry registry) {
 *     hub.register(registry, "hub"); // eventdispatcher.clients.hub.uri
 * }
 * }</pre>
 *
 * <p>Works in {@code @SpringBootTest} and in {@link MessageHandlerTest}, where it is the only kind of peer that clients connect
 * to. Keeps the last 1,000 messages that were not looked at.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class MessageTestPeer implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = 1_000_000;
    private static final int MAX_KEPT = 1_000;
    private static final AtomicLong LAST_NUMBER = new AtomicLong();

    private final LocalEndpoint endpoint = new LocalEndpoint("test-peer-" + LAST_NUMBER.incrementAndGet());
    private final Dispatcher dispatcher = new Dispatcher();
    private final BlockingQueue<Message> received = new LinkedBlockingQueue<>();
    private final LoopThread thread;
    private final ConnectionGroup connections;
    private final Listener listener;

    private MessageTestPeer() throws IOException {
        EventLoop loop = EventLoop.open(endpoint.name());
        thread = LoopThread.start(loop, true);
        Messenger messenger = Messenger.builder(dispatcher)
                .unknownCommand(Reaction.IGNORE)
                .invalidMessage(Reaction.IGNORE)
                .observer(new Recorder(received))
                .build();
        listener = Listener.on(endpoint, loop, messenger::newHandler)
                .name(endpoint.name())
                .start();
        connections = listener.connections();
    }

    /**
     * Starts a peer that answers nothing yet.
     *
     * @return the peer; close it when all tests are done, or leave it to the end of the process
     */
    public static MessageTestPeer start() {
        try {
            return new MessageTestPeer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns where it is reached.
     *
     * @return for example {@code local:test-peer-1}
     */
    public String uri() {
        return endpoint.toString();
    }

    /**
     * Has a client of the application talk to it.
     *
     * @param registry of a {@code @DynamicPropertySource} method
     * @param client name of the client, as in {@code eventdispatcher.clients.NAME}
     */
    public void register(DynamicPropertyRegistry registry, String client) {
        registry.add("eventdispatcher.clients." + client + ".uri", this::uri);
    }

    /**
     * Answers messages from now on. Without this they are only kept.
     *
     * @param pattern of the command, as in {@code @MessageHandler}
     * @param answer makes the answer of the message, usually with {@link Message#reply}; null gives none
     * @return this
     * @throws IllegalStateException if there is an answer for that pattern
     */
    public MessageTestPeer answer(String pattern, Function<Message, @Nullable MessageBuilder> answer) {
        dispatcher.on(pattern, exchange -> {
            MessageBuilder reply = answer.apply(exchange.message());
            if (reply != null) {
                exchange.reply(reply.build());
            }
        });
        return this;
    }

    /**
     * Waits for the next message that was not looked at.
     *
     * @return assertions about it
     * @throws AssertionError if none comes within 10 s
     */
    public MessageAssert expectMessage() {
        return MessageAssertions.assertThat(next());
    }

    private Message next() {
        try {
            Message message = received.poll(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
            if (message == null) {
                throw new AssertionError("\nExpecting " + endpoint + " to receive a message within " + LIMIT.toSeconds()
                        + " s but none came, connections=" + connections.size());
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a message", e);
        }
    }

    /**
     * Returns the messages that were not looked at, and forgets them.
     *
     * @return the oldest first
     */
    public List<Message> received() {
        List<Message> all = new ArrayList<>();
        received.drainTo(all);
        return List.copyOf(all);
    }

    /**
     * Sends a message to all clients that are connected, unasked for.
     *
     * @param message the message
     * @return this
     * @throws AssertionError if no client is connected or connects within 10 s
     */
    public MessageTestPeer send(Message message) {
        awaitConnected();
        for (Connection connection : open()) {
            SendResult result = connection.send(message);
            if (!result.accepted()) {
                throw new AssertionError("\nExpecting to send:\n  <" + message.toText() + ">\nbut connection "
                        + connection.id() + " did not take it: " + result);
            }
        }
        return this;
    }

    /**
     * Sends a message to all clients that are connected, unasked for.
     *
     * @param message as text
     * @return this
     * @throws AssertionError if no client is connected or connects within 10 s
     */
    public MessageTestPeer send(String message) {
        return send(Message.parse(message));
    }

    /**
     * Waits until a client is connected.
     *
     * @return this
     * @throws AssertionError if none connects within 10 s
     */
    public MessageTestPeer awaitConnected() {
        if (!await(() -> !open().isEmpty())) {
            throw new AssertionError("\nExpecting a client to connect to " + endpoint + " within " + LIMIT.toSeconds()
                    + " s but none did");
        }
        return this;
    }

    /** Ends all connections and waits until they are closed; the clients of the application connect again. */
    public void disconnect() {
        List<Connection> all = connections.connections();
        all.forEach(connection -> connection.close(CloseReason.LOCAL));
        if (!await(() -> all.stream().allMatch(each -> each.state() == ConnectionState.CLOSED))) {
            throw new AssertionError("connections not closed within " + LIMIT.toSeconds() + " s: " + all);
        }
    }

    private List<Connection> open() {
        return connections.connections().stream()
                .filter(each -> each.state() == ConnectionState.OPEN)
                .toList();
    }

    private static boolean await(BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > LIMIT.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }

    /** Ends all connections and lets nobody connect any more. A second call does nothing. */
    @Override
    public void close() {
        boolean unusedGraceful = listener.stop(Duration.ZERO).join();
        thread.close();
    }

    /** Keeps what comes, up to a limit. */
    private record Recorder(BlockingQueue<Message> received) implements MessageObserver {

        @Override
        public void received(Connection connection, Message message) {
            while (received.size() >= MAX_KEPT) {
                received.poll();
            }
            received.add(message);
        }
    }
}
