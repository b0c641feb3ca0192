package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.connection.SendResult;
import io.eventdispatcher.message.Message;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reaches live connections from anywhere in the application.
 *
 * <pre>{@code
 * connections.broadcast(c -> c.owner().equals("main"), Message.builder("NEWS").param("text", text).build());
 * }</pre>
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class Connections {

    private final ConnectionRegistry registry;

    /**
     * Creates the facade.
     *
     * @param registry of all listeners and clients
     */
    public Connections(ConnectionRegistry registry) {
        this.registry = registry;
    }

    /**
     * Finds a live connection.
     *
     * @param id as {@link Connection#id()}
     * @return null if there is none
     */
    public @Nullable Connection find(String id) {
        return registry.find(id);
    }

    /**
     * Returns how many connections are live.
     *
     * @return 0 or more
     */
    public int size() {
        return registry.size();
    }

    /**
     * Sends a message to one connection.
     *
     * @param id as {@link Connection#id()}
     * @param message the message
     * @return what became of it; {@link SendResult#CLOSED} also if there is no live connection of that id
     */
    public SendResult send(String id, Message message) {
        Connection connection = registry.find(id);
        return connection == null ? SendResult.CLOSED : connection.send(message);
    }

    /**
     * Sends a message to several connections. It is encoded once; a peer that does not read delays nobody.
     *
     * @param receivers which connections
     * @param message the message
     * @return how many connections took it, and why the others did not
     */
    public Broadcast broadcast(Predicate<? super Connection> receivers, Message message) {
        byte[] bytes = new byte[message.length()];
        message.copyTo(bytes, 0);
        ByteSource encoded = ByteSource.of(bytes);
        Map<SendResult, Integer> results = new EnumMap<>(SendResult.class);
        registry.forEach(connection -> {
            if (receivers.test(connection)) {
                results.merge(connection.send(encoded), 1, Integer::sum);
            }
        });
        return new Broadcast(
                results.getOrDefault(SendResult.SENT, 0),
                results.getOrDefault(SendResult.FULL, 0),
                results.getOrDefault(SendResult.TOO_LONG, 0),
                results.getOrDefault(SendResult.CLOSED, 0));
    }

    /**
     * What became of a message that was sent to several connections.
     *
     * <p>Threading: immutable.
     *
     * @param sent connections that took it for writing
     * @param full connections whose write buffer had no room, because their peers do not keep up
     * @param tooLong connections whose framing does not carry a message of this length
     * @param closed connections that were closing
     * @since 0.1
     */
    public record Broadcast(int sent, int full, int tooLong, int closed) {

        /**
         * Returns how many connections were meant.
         *
         * @return 0 or more
         */
        public int total() {
            return sent + full + tooLong + closed;
        }
    }
}
