package io.eventdispatcher.spring.handler;

import io.eventdispatcher.connection.AttributeKey;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.Role;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.messenger.ConnectionExchange;

/**
 * Slows down peers that send more messages than they should: as soon as a connection of a listener has had its share, nothing is
 * read from it until it has earned the next one. Nothing is refused or lost by that, the peer's own sending comes to a halt. What
 * was read before is still handled, and paid for with a longer pause. A bean of this type holds for all handlers:
 *
 * <pre>{@code
 * @Bean
 * MessageInterceptor rateLimit() {
 *     return new RateLimit(100);
 * }
 * }</pre>
 *
 * <p>Each connection is counted by itself. Those of clients are not limited: their peers are known, and answers come on them.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class RateLimit implements MessageInterceptor {

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long nanosPerMessage;
    private final int burst;
    private final AttributeKey<Allowance> allowances = AttributeKey.named("rate limit");

    /**
     * Allows so many messages in each second, and as many at once.
     *
     * @param messagesPerSecond 1 or more, of one connection
     * @throws IllegalArgumentException if it is less than 1
     * @since 0.1
     */
    public RateLimit(int messagesPerSecond) {
        this(messagesPerSecond, messagesPerSecond);
    }

    /**
     * Allows so many messages in each second.
     *
     * @param messagesPerSecond 1 or more, of one connection
     * @param burst how many may come at once after a silence, 1 or more
     * @throws IllegalArgumentException if one of them is less than 1
     * @since 0.1
     */
    public RateLimit(int messagesPerSecond, int burst) {
        if (messagesPerSecond < 1 || burst < 1) {
            throw new IllegalArgumentException(
                    "must be 1 or more: messagesPerSecond=" + messagesPerSecond + " burst=" + burst);
        }
        this.nanosPerMessage = NANOS_PER_SECOND / messagesPerSecond;
        this.burst = burst;
    }

    /**
     * Counts a message, and stops reading from its connection when that was one too many.
     *
     * @return always true
     * @since 0.1
     */
    @Override
    public boolean before(HandlerDescriptor handler, Exchange exchange) {
        if (exchange instanceof ConnectionExchange received
                && received.connection().role() == Role.SERVER) {
            allowance(received.connection()).spend();
        }
        return true;
    }

    private Allowance allowance(Connection connection) {
        Allowance present = connection.attribute(allowances);
        if (present != null) {
            return present;
        }
        synchronized (connection) { // which setting an attribute does as well
            Allowance other = connection.attribute(allowances);
            if (other != null) {
                return other;
            }
            Allowance made = new Allowance(connection, nanosPerMessage, burst);
            connection.attribute(allowances, made);
            return made;
        }
    }
}
