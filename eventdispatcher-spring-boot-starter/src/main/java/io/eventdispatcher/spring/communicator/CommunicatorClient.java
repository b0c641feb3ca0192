package io.eventdispatcher.spring.communicator;

import io.eventdispatcher.client.ClientState;
import io.eventdispatcher.client.Delivery;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.spring.lifecycle.NamedClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Sends messages to services by name, through the daemon of this machine.
 *
 * <pre>{@code
 * client.send(Message.builder("PRICE").to("", "billing").param("item", 42).build());
 * client.request(Message.builder("PRICE").to("", "billing").param("item", 42).build())
 *       .thenAccept(answer -> ...);
 * }</pre>
 *
 * <p>Messages wait while there is no connection. On each connection the registration goes first, so that the daemon knows
 * who sends what follows.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class CommunicatorClient {

    /** The name of the client among {@code eventdispatcher.clients}. */
    public static final String NAME = "communicator";

    private final String serviceName;
    private final NamedClient client;

    /**
     * Makes the client.
     *
     * @param serviceName name under which the service registers
     * @param client the connection to the daemon
     */
    public CommunicatorClient(String serviceName, NamedClient client) {
        this.serviceName = serviceName;
        this.client = client;
    }

    /**
     * Returns the name of this service.
     *
     * @return as the daemon knows it
     */
    public String serviceName() {
        return serviceName;
    }

    /**
     * Sends a message.
     *
     * @param message its destination is a service, or everybody
     * @return whether it was sent, waits, or was rejected
     */
    public Delivery send(Message message) {
        return client.send(message);
    }

    /**
     * Sends a message and waits for the answer.
     *
     * @param message its destination is a service
     * @return completed with the answer, or exceptionally when there is none in time
     */
    public CompletableFuture<Message> request(Message message) {
        return client.request(message);
    }

    /**
     * Sends a message and waits for the answer.
     *
     * @param message its destination is a service
     * @param timeout for the answer
     * @return completed with the answer, or exceptionally when there is none in time
     */
    public CompletableFuture<Message> request(Message message, Duration timeout) {
        return client.request(message, timeout);
    }

    /**
     * Tells whether there is a connection to the daemon.
     *
     * @return whether there is one now
     */
    public boolean isConnected() {
        return client.snapshot().state() == ClientState.CONNECTED;
    }
}
