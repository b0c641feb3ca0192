package io.eventdispatcher.source.inbox;

import io.eventdispatcher.dispatch.Dispatch;
import io.eventdispatcher.dispatch.Dispatcher;
import io.eventdispatcher.dispatch.ReplyPort;
import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mailbox whose messages go through a dispatcher, on the loop, without connection, framing or bytes. Each message may
 * say where its replies go: to the {@link BlockingMailbox} of the thread that sent it, or to another mailbox. Two of
 * these let two loops talk to each other.
 *
 * <p>A message that no entry handles is answered with {@code UNKNOWN command=...}, as over a connection, except {@code
 * UNKNOWN}, {@code INVALID} and {@code ERROR}. A handler that fails is logged; handlers with an executor, and handlers
 * whose stage is not complete when they return, need a connection, see {@link Dispatch}. (The C++ library's {@code
 * inter_thread_message_connection} has no dispatcher.)
 *
 * <p>Threading: any thread; never blocks.
 *
 * @since 0.1
 */
public final class MessageMailbox implements ReplyPort, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MessageMailbox.class);
    private static final String UNKNOWN = "UNKNOWN";
    private static final Set<String> NEVER_ANSWERED = Set.of(UNKNOWN, "INVALID", "ERROR");

    private final Dispatcher dispatcher;
    private final Mailbox<Letter> mailbox;

    private MessageMailbox(EventLoop loop, String name, int capacity, Dispatcher dispatcher) {
        this.dispatcher = Objects.requireNonNull(dispatcher, "dispatcher");
        this.mailbox = Mailbox.open(loop, name, capacity, this::dispatch);
    }

    /**
     * Opens a mailbox for {@value Mailbox#DEFAULT_CAPACITY} messages.
     *
     * @param loop where handlers are called
     * @param name for logs
     * @param dispatcher its entries handle the messages
     * @return the mailbox
     */
    public static MessageMailbox open(EventLoop loop, String name, Dispatcher dispatcher) {
        return open(loop, name, Mailbox.DEFAULT_CAPACITY, dispatcher);
    }

    /**
     * Opens a mailbox.
     *
     * @param loop where handlers are called
     * @param name for logs
     * @param capacity most messages that wait, 1 or more
     * @param dispatcher its entries handle the messages
     * @return the mailbox
     * @throws IllegalArgumentException if the capacity is less than 1
     */
    public static MessageMailbox open(EventLoop loop, String name, int capacity, Dispatcher dispatcher) {
        return new MessageMailbox(loop, name, capacity, dispatcher);
    }

    /**
     * Puts a message in.
     *
     * @param message the message
     * @param replies where its handlers reply to; called on the loop thread, must not block. A {@link BlockingMailbox}
     *     or a {@link MessageMailbox} is one
     * @return whether it was taken
     */
    public OfferResult offer(Message message, ReplyPort replies) {
        return mailbox.offer(new Letter(message, replies));
    }

    /**
     * Puts a message in that nobody waits for an answer to.
     *
     * @param message the message
     * @return whether it was taken
     */
    public OfferResult offer(Message message) {
        return offer(message, ReplyPort.none());
    }

    /**
     * Puts a reply to a message of this side in.
     *
     * @param reply the message
     * @return whether it was taken
     */
    @Override
    public boolean send(Message reply) {
        return offer(reply) == OfferResult.ACCEPTED;
    }

    /**
     * Returns the number of messages that wait.
     *
     * @return 0 to the capacity
     */
    public int size() {
        return mailbox.size();
    }

    /**
     * Returns the number of messages that were dispatched.
     *
     * @return 0 or more
     */
    public long delivered() {
        return mailbox.delivered();
    }

    /**
     * Returns the number of messages that were not taken.
     *
     * @return 0 or more
     */
    public long refused() {
        return mailbox.refused();
    }

    /** Drops the messages that wait and takes no more. A second call does nothing. */
    @Override
    public void close() {
        mailbox.close();
    }

    @Override
    public String toString() {
        return mailbox.toString();
    }

    private void dispatch(Letter letter) {
        Message message = letter.message;
        if (!Dispatch.dispatch(dispatcher, message, letter.replies) && !NEVER_ANSWERED.contains(message.command())) {
            LOG.debug("{}: no handler for command={}", mailbox, LogText.clip(message.command()));
            letter.replies.send(
                    message.reply(UNKNOWN).param("command", message.command()).build());
        }
    }

    private record Letter(Message message, ReplyPort replies) {
        Letter {
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(replies, "replies");
        }
    }
}
