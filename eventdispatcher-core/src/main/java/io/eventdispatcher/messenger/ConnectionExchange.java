package io.eventdispatcher.messenger;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.dispatch.Reply;
import io.eventdispatcher.dispatch.RouteMatch;
import io.eventdispatcher.message.Message;
import java.util.Map;

/**
 * A message that came over a connection, on its way through one handler; replies go back over the same connection.
 *
 * <p>Threading: any thread; may be kept for a later reply.
 *
 * @since 0.1
 */
public final class ConnectionExchange implements Exchange {

    private final MessageReceiver receiver;
    private final Message message;
    private final RouteMatch match;

    ConnectionExchange(MessageReceiver receiver, Message message, RouteMatch match) {
        this.receiver = receiver;
        this.message = message;
        this.match = match;
    }

    /**
     * Returns the connection the message came over.
     *
     * @return the connection; it may be closed by now
     */
    public Connection connection() {
        return receiver.connection();
    }

    /** Returns the messenger that received the message. */
    Messenger messenger() {
        return receiver.messenger();
    }

    /**
     * Reports a failure of the handler now, on the calling thread, instead of by throwing it: one ERROR log with an id, and
     * the answer {@code ERROR command=...;id=...}. Whatever the handler returns or throws afterwards is not reported.
     *
     * @param failure what went wrong
     * @since 0.1
     */
    public void fail(Throwable failure) {
        if (receiver.earlyEnds().fail(this)) {
            messenger().calls().failed(this, failure);
        }
    }

    /** Returns where the message came in. */
    MessageReceiver receiver() {
        return receiver;
    }

    /**
     * Gives the handler up: what it still sends by way of this exchange goes nowhere and is counted, and how it ends is of no
     * interest any more. The messenger waits for its end nevertheless, before the next message of the connection.
     *
     * @return another exchange for the same message, to answer in its place
     * @since 0.1
     */
    public ConnectionExchange abandon() {
        receiver.earlyEnds().abandon(this);
        return new ConnectionExchange(receiver, message, match);
    }

    /**
     * Has something done whenever the connection becomes writable again, and when it closes: for who sends more than one answer,
     * at the pace of the peer.
     *
     * @param action called on the loop thread, must not block; what it throws is logged
     * @return ends it; a second call does nothing
     * @since 0.1
     */
    public Runnable onChange(Runnable action) {
        return receiver.watch(action);
    }

    @Override
    public Message message() {
        return message;
    }

    @Override
    public Map<String, String> variables() {
        return match.variables();
    }

    @Override
    public DispatchEntry entry() {
        return match.entry();
    }

    @Override
    public boolean reply(Message reply) {
        return messenger().answers().reply(this, reply.answering(message));
    }

    @Override
    public Reply answer(String command) {
        return connection().loop().inLoop()
                ? receiver.replies().begin(this, command)
                : WrittenReply.begin(this, command);
    }

    @Override
    public String toString() {
        return connection().id() + " " + message;
    }
}
