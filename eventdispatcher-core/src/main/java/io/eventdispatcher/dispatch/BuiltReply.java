package io.eventdispatcher.dispatch;

import io.eventdispatcher.message.MessageBuilder;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reply that becomes a message and goes the way of all replies of its exchange.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class BuiltReply implements Reply {

    private final Exchange exchange;
    private @Nullable MessageBuilder builder;

    BuiltReply(Exchange exchange, MessageBuilder builder) {
        this.exchange = exchange;
        this.builder = builder;
    }

    @Override
    public Reply param(String name, String value) {
        builder().param(name, value);
        return this;
    }

    @Override
    public Reply param(String name, long value) {
        builder().param(name, value);
        return this;
    }

    @Override
    public Reply param(String name, boolean value) {
        builder().param(name, value);
        return this;
    }

    @Override
    public Reply param(String name, Instant value) {
        builder().param(name, value);
        return this;
    }

    @Override
    public Reply param(String name, InetSocketAddress value) {
        builder().param(name, value);
        return this;
    }

    @Override
    public boolean send() {
        MessageBuilder ended = builder();
        builder = null;
        return exchange.reply(ended.build());
    }

    private MessageBuilder builder() {
        MessageBuilder open = builder;
        if (open == null) {
            throw new IllegalStateException(
                    "the reply was sent already: request=" + exchange.message().command());
        }
        return open;
    }
}
