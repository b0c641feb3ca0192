package io.eventdispatcher.spring.communicator;

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
 * <p>Messages wait, in order and within the limits of {@code eventdispatcher.clients.communicator.offline-queue}, until the
 * daemon has taken the registration: while it is away, while it has not answered yet, and while it refuses the name. What is
 * given up is counted and reported as for every other client.
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
    private final CommunicatorRegistration registration;

    /**
     * Makes the client.
     *
     * @param serviceName name under which the service registers
     * @param client the connection to the daemon
     * @param registration where the registration stands
     */
    public CommunicatorClient(String serviceName, NamedClient client, CommunicatorRegistration registration) {
        this.serviceName = serviceName;
        this.client = client;
        this.registration = registration;
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
     * @return whether it was sent, waits for the registration, or was rejected because too much waits already
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
     * @param timeout for the registration, if that is still to come, and the answer together; positive
     * @return completed with the answer, or exceptionally when there is none in time; a request that could not be sent in
     *     this time is never sent
     */
    public CompletableFuture<Message> request(Message message, Duration timeout) {
        return client.request(message, timeout);
    }

    /**
     * Tells whether the daemon has taken the registration, so that messages go out at once.
     *
     * @return whether it has, on the present connection
     */
    public boolean isReady() {
        return client.snapshot().ready();
    }

    /**
     * Returns where the registration stands.
     *
     * @return how it looks now
     */
    public CommunicatorRegistration.Status registration() {
        return registration.status();
    }
}
