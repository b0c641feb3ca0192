package io.eventdispatcher.spring.lifecycle;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.ConnectionRegistry;
import io.eventdispatcher.message.Message;
import java.util.concurrent.atomic.AtomicInteger;
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
     * Sends a message to several connections. It is encoded once; a peer that does not read delays nobody.
     *
     * @param receivers which connections
     * @param message the message
     * @return how many connections took it; the others are closing, or their write buffer is full
     */
    public int broadcast(Predicate<? super Connection> receivers, Message message) {
        byte[] bytes = new byte[message.length()];
        message.copyTo(bytes, 0);
        ByteSource encoded = ByteSource.of(bytes);
        AtomicInteger taken = new AtomicInteger();
        registry.forEach(connection -> {
            if (receivers.test(connection) && connection.send(encoded).accepted()) {
                taken.incrementAndGet();
            }
        });
        return taken.get();
    }
}
