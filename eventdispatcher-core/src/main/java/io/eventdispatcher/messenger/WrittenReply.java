package io.eventdispatcher.messenger;

import io.eventdispatcher.dispatch.Reply;
import io.eventdispatcher.message.MessageWriter;
import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reply that is written straight to the connection. Those of a loop take turns with one writer: it is given back when the
 * reply is sent on its loop, so that a reply that is never sent, or elsewhere, keeps its writer and harms nobody.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 */
final class WrittenReply implements Reply {

    private final MessageWriter writer = new MessageWriter();
    private final @Nullable Spare spare;
    private @Nullable ConnectionExchange exchange;

    private WrittenReply(@Nullable Spare spare) {
        this.spare = spare;
    }

    /** Begins a reply on a thread that is not the loop's. */
    static Reply begin(ConnectionExchange exchange, String command) {
        return new WrittenReply(null).start(exchange, command);
    }

    private Reply start(ConnectionExchange to, String command) {
        writer.beginReply(to.message(), command);
        exchange = to;
        return this;
    }

    @Override
    public Reply param(String name, String value) {
        exchange();
        writer.param(name, value);
        return this;
    }

    @Override
    public Reply param(String name, long value) {
        exchange();
        writer.param(name, value);
        return this;
    }

    @Override
    public Reply param(String name, boolean value) {
        exchange();
        writer.param(name, value);
        return this;
    }

    @Override
    public Reply param(String name, Instant value) {
        exchange();
        writer.param(name, value);
        return this;
    }

    @Override
    public Reply param(String name, InetSocketAddress value) {
        exchange();
        writer.param(name, value);
        return this;
    }

    @Override
    public boolean send() {
        ConnectionExchange to = exchange();
        exchange = null;
        boolean accepted = to.messenger().answers().reply(to, writer.finish());
        if (spare != null && to.connection().loop().inLoop()) {
            spare.reply = this;
        }
        return accepted;
    }

    private ConnectionExchange exchange() {
        ConnectionExchange open = exchange;
        if (open == null) {
            throw new IllegalStateException("the reply was sent already: command=" + writer.command());
        }
        return open;
    }

    /**
     * The reply that a loop uses next.
     *
     * <p>Threading: loop thread only.
     */
    static final class Spare {

        private @Nullable WrittenReply reply;

        Reply begin(ConnectionExchange exchange, String command) {
            WrittenReply next = reply == null ? new WrittenReply(this) : reply;
            reply = null;
            return next.start(exchange, command);
        }
    }
}
