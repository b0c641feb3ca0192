package io.eventdispatcher.spring.test;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.AttributeKey;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.Role;
import io.eventdispatcher.message.Message;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A peer of the application under test, connected in memory: no socket, but the codec, the dispatcher, the handlers and the
 * event loop are those of the application.
 *
 * <pre>{@code
 * client.send("ADD_ITEM sku=A1;count=2")
 *       .expectReply().hasCommand("TOTAL").hasParam("cents", 1998);
 * client.send("NOPE").expectReply().isUnknown();
 * }</pre>
 *
 * <p>It connects when it is first used. After each test method its connection is closed and what was not received is
 * forgotten, so that tests do not see each other's messages. Every client has one connection; {@link #another()} and the
 * methods that say as whom to talk return clients of their own.
 *
 * <p>Waiting ends after 10 s, or what {@link #within} says, with an error that shows what was sent and received.
 *
 * <p>Threading: one thread at a time (confined to the test).
 *
 * @since 0.1
 */
public final class MessageTestClient implements AutoCloseable {

    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(10);
    private static final Duration DEFAULT_QUIET = Duration.ofMillis(200);

    private final OpenConversations open;
    private final Conversation conversation;
    private final @Nullable Duration limit;

    MessageTestClient(OpenConversations open, Peer peer) {
        this(open, new Conversation(open, peer), null);
    }

    private MessageTestClient(OpenConversations open, Conversation conversation, @Nullable Duration limit) {
        this.open = open;
        this.conversation = conversation;
        this.limit = limit;
    }

    /**
     * Sends a line as it is, which need not be a message.
     *
     * @param line without line feed
     * @return this
     * @throws AssertionError if it cannot be sent
     */
    public MessageTestClient send(String line) {
        conversation.send(ByteSource.utf8(line), line, limit());
        return this;
    }

    /**
     * Sends a message.
     *
     * @param message the message
     * @return this
     * @throws AssertionError if it cannot be sent
     */
    public MessageTestClient send(Message message) {
        conversation.send(message, message.toText(), limit());
        return this;
    }

    /**
     * Waits for the next message, whether it answers something or not.
     *
     * @return assertions about it
     * @throws AssertionError if none comes in time
     */
    public ReplyAssert expectReply() {
        long begin = System.nanoTime();
        Message reply = receive("Expecting a message within " + text(limit()) + " but none came");
        return new ReplyAssert(reply, this, Duration.ofNanos(System.nanoTime() - begin));
    }

    /**
     * Waits for several messages.
     *
     * @param count how many, 1 or more; messages beyond are left for later
     * @return them, in the order in which they came
     * @throws AssertionError if fewer come in time
     */
    public List<Message> expectReplies(int count) {
        List<Message> replies = new ArrayList<>();
        while (replies.size() < count) {
            replies.add(receive("Expecting " + count + " messages, each within " + text(limit()) + " but only "
                    + replies.size() + " came"));
        }
        return List.copyOf(replies);
    }

    /**
     * Verifies that no message comes: for 200 ms, or what {@link #within} says, and as long as the application still works on
     * what was sent, though not longer than 10 s.
     *
     * @return this
     * @throws AssertionError if one comes
     */
    public MessageTestClient expectNoReply() {
        Duration quiet = limit == null ? DEFAULT_QUIET : limit;
        Message message = conversation.unexpected(quiet, quiet.compareTo(DEFAULT_LIMIT) > 0 ? quiet : DEFAULT_LIMIT);
        if (message != null) {
            throw conversation.failure("Expecting no message but received:\n  <" + message.toText() + ">", null);
        }
        return this;
    }

    /**
     * Waits until the application closes the connection.
     *
     * @throws AssertionError if it does not in time, or a message comes first
     */
    public void expectClosed() {
        Message message = conversation.next(limit());
        if (message != null) {
            throw conversation.failure(
                    "Expecting the connection to be closed but received:\n  <" + message.toText() + ">", null);
        }
        if (!conversation.isEnded()) {
            throw conversation.failure(
                    "Expecting the connection to be closed within " + text(limit()) + " but it is open", null);
        }
    }

    /**
     * Sends a line and waits for the next message.
     *
     * @param line without line feed
     * @return what came
     * @throws AssertionError if nothing comes in time
     */
    public Message request(String line) {
        return send(line).expectReply().message();
    }

    /**
     * Sends a message and waits for the next one.
     *
     * @param message the message
     * @return what came
     * @throws AssertionError if nothing comes in time
     */
    public Message request(Message message) {
        return send(message).expectReply().message();
    }

    /**
     * Tells the application that nothing more is sent, as {@code nc -N} does (half-close). Replies still come, then the
     * application closes the connection.
     *
     * @return this
     * @throws AssertionError if the connection is closed
     */
    public MessageTestClient finishSending() {
        conversation.finishSending();
        return this;
    }

    /**
     * Changes how long is waited.
     *
     * @param time for what comes next
     * @return the same client and connection, with that limit
     */
    public MessageTestClient within(Duration time) {
        return new MessageTestClient(open, conversation, time);
    }

    /**
     * Makes one more client of the same kind, with a connection of its own.
     *
     * @return a new client
     */
    public MessageTestClient another() {
        return another(conversation.peer());
    }

    /**
     * Makes a client that talks to a certain listener, which need not be open. Without this it is {@code main}, or the first
     * one if none is called so.
     *
     * @param listener its name
     * @return a new client
     */
    public MessageTestClient toListener(String listener) {
        return another(conversation.peer().of(Role.SERVER, listener));
    }

    /**
     * Makes a client that is the peer of one of the application's clients, so that its messages go to handlers of that
     * client. It does not receive what the application sends with that client: see {@link MessageTestPeer}.
     *
     * @param client its name
     * @return a new client
     */
    public MessageTestClient asPeerOf(String client) {
        return another(conversation.peer().of(Role.CLIENT, client));
    }

    /**
     * Makes a client that seems to have proved who it is, as with a certificate.
     *
     * @param principal who it is
     * @return a new client
     */
    public MessageTestClient as(Principal principal) {
        return another(conversation.peer().with(principal));
    }

    /**
     * Makes a client whose connection has an attribute in the application.
     *
     * @param key of the attribute
     * @param value of the attribute
     * @param <T> type of the value
     * @return a new client
     */
    public <T> MessageTestClient withAttribute(AttributeKey<T> key, T value) {
        return another(conversation.peer().with(key, value));
    }

    private MessageTestClient another(Peer peer) {
        return new MessageTestClient(open, new Conversation(open, peer), limit);
    }

    /**
     * Returns the application's end of the connection, which is made if there is none.
     *
     * @return for example to look at its attributes
     */
    public Connection connection() {
        return conversation.connection();
    }

    /** Closes the connection. What is sent afterwards goes over a new one. */
    @Override
    public void close() {
        conversation.reset();
    }

    private Message receive(String problem) {
        Message message = conversation.next(limit());
        if (message == null) {
            throw conversation.failure(problem, null);
        }
        return message;
    }

    private Duration limit() {
        return limit == null ? DEFAULT_LIMIT : limit;
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
