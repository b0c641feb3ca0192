package io.eventdispatcher.messenger;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.dispatch.DispatchEntry;
import io.eventdispatcher.dispatch.Exchange;
import io.eventdispatcher.dispatch.Reply;
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
    private final Map<String, String> variables;
    private final DispatchEntry entry;

    ConnectionExchange(MessageReceiver receiver, Message message, Map<String, String> variables, DispatchEntry entry) {
        this.receiver = receiver;
        this.message = message;
        this.variables = variables;
        this.entry = entry;
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

    @Override
    public Message message() {
        return message;
    }

    @Override
    public Map<String, String> variables() {
        return variables;
    }

    @Override
    public DispatchEntry entry() {
        return entry;
    }

    @Override
    public boolean reply(Message reply) {
        return messenger().reply(this, reply.answering(message));
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
