package io.eventdispatcher.spring.observation;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.message.LogText;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.handler.HandlerDescriptor;
import io.eventdispatcher.spring.handler.HandlerObserver.Outcome;
import io.eventdispatcher.spring.handler.Origin;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call of a handler. The carrier is the message, whose parameters {@code traceparent}, {@code tracestate} and {@code
 * baggage} continue the trace of its sender.
 *
 * <p>Threading: one thread at a time, that of the handler, then the one that completes its work.
 *
 * @since 0.1
 */
public final class MessageProcessContext extends ReceiverContext<Message> {

    private static final String UNKNOWN = "unknown";
    private static final Set<String> HOST_SCHEMES = Set.of("tcp", "tls", "udp");

    private final HandlerDescriptor handler;
    private final String operation;
    private final Message message;
    private final @Nullable Origin origin;
    private @Nullable Outcome outcome;

    MessageProcessContext(HandlerDescriptor handler, String operation, Message message, @Nullable Origin origin) {
        super(TraceParameters::get, Kind.CONSUMER);
        this.handler = handler;
        this.operation = operation;
        this.message = message;
        this.origin = origin;
        setCarrier(message);
        Connection connection = connection();
        if (connection != null) {
            setRemoteServiceAddress(uriOf(connection));
        }
    }

    /**
     * The peer as tracing wants it: Micrometer reads host and port from a URI, and warns about everything else, each time.
     *
     * @return null where there is no host, and for an IPv6 address with a zone, which is no URI
     */
    private static @Nullable String uriOf(Connection connection) {
        String address = connection.remoteAddress();
        boolean hasHost = HOST_SCHEMES.contains(connection.scheme()) && address.indexOf('%') < 0;
        return hasHost ? connection.scheme() + "://" + address : null;
    }

    /**
     * Returns the handler.
     *
     * @return which one is called
     */
    public HandlerDescriptor handler() {
        return handler;
    }

    /**
     * Returns the message.
     *
     * @return as it was received
     */
    public Message message() {
        return message;
    }

    /**
     * Returns the pattern that matched.
     *
     * @return as it was registered, such as {@code ADD} or {@code EVENT{number}}
     */
    public String operation() {
        return operation;
    }

    /**
     * Returns where the message came in.
     *
     * @return name of the listener or client; {@code unknown} for a message without a connection
     */
    public String endpoint() {
        return origin == null ? UNKNOWN : origin.owner();
    }

    /**
     * Returns how the message came in.
     *
     * @return scheme of the endpoint; {@code unknown} for a message without a connection
     */
    public String transport() {
        Connection connection = connection();
        return connection == null ? UNKNOWN : connection.scheme();
    }

    /**
     * Returns the connection.
     *
     * @return null for a message without one
     */
    public @Nullable Connection connection() {
        return origin == null ? null : origin.connection();
    }

    /**
     * Returns who the message says has sent it, safe for logs.
     *
     * @return {@code server:service}; null if it does not say
     */
    public @Nullable String sender() {
        return message().source().isNone()
                ? null
                : LogText.clip(
                        message().source().server() + ":" + message().source().service());
    }

    /**
     * Returns how the call ended.
     *
     * @return null until it has ended
     */
    public @Nullable Outcome outcome() {
        return outcome;
    }

    void outcome(Outcome value) {
        outcome = value;
    }
}
