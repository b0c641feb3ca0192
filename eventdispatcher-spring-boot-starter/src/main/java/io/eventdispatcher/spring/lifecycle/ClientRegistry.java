package io.eventdispatcher.spring.lifecycle;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The configured clients by name.
 *
 * <pre>{@code
 * clients.get("communicator").request(Message.of("HELP")).thenAccept(...);
 * }</pre>
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class ClientRegistry {

    private final List<NamedClient> clients;

    /**
     * Creates the clients, without starting any.
     *
     * @param configured settings, with unique names
     * @param services shared by all clients
     * @param extensions what the application adds to all clients
     */
    public ClientRegistry(List<ClientSettings> configured, ConnectionServices services, ClientExtensions extensions) {
        this.clients = configured.stream()
                .map(settings -> new NamedClient(settings, services, extensions))
                .toList();
    }

    /**
     * Returns all clients.
     *
     * @return in the order of the configuration
     */
    public List<NamedClient> all() {
        return clients;
    }

    /**
     * Returns a client.
     *
     * @param name as configured
     * @return the client
     * @throws IllegalArgumentException if there is none of that name; the message lists those that exist
     */
    public NamedClient get(String name) {
        NamedClient found = find(name);
        if (found == null) {
            throw new IllegalArgumentException("no client of this name: name='" + name + "' known="
                    + clients.stream().map(NamedClient::name).collect(Collectors.joining(",")));
        }
        return found;
    }

    /**
     * Finds a client.
     *
     * @param name as configured
     * @return null if there is none of that name
     */
    public @Nullable NamedClient find(String name) {
        for (NamedClient client : clients) {
            if (client.name().equals(name)) {
                return client;
            }
        }
        return null;
    }
}
