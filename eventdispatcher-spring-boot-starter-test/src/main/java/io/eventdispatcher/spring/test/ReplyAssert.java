package io.eventdispatcher.spring.test;

import io.eventdispatcher.message.Message;
import java.time.Duration;

/**
 * Assertions about a message that a {@link MessageTestClient} received.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class ReplyAssert extends AbstractMessageAssert<ReplyAssert> {

    private final MessageTestClient client;
    private final Duration waited;

    ReplyAssert(Message actual, MessageTestClient client, Duration waited) {
        super(actual, ReplyAssert.class);
        this.client = client;
        this.waited = waited;
    }

    /**
     * Verifies that it came in time.
     *
     * @param limit how long {@link MessageTestClient#expectReply()} may have waited for it
     * @return this
     * @throws AssertionError if it came later
     */
    public ReplyAssert within(Duration limit) {
        if (waited.compareTo(limit) > 0) {
            throw unexpected("within <%s> but it came after <%s>", limit, waited);
        }
        return this;
    }

    /**
     * Returns the message.
     *
     * @return what was received
     */
    public Message message() {
        return actual;
    }

    /**
     * Goes on with the same client.
     *
     * @return the client that received the message
     */
    public MessageTestClient and() {
        return client;
    }
}
