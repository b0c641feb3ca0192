package io.eventdispatcher.spring.test;

import io.eventdispatcher.connection.AttributeKey;
import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.connection.Role;
import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * As whom a test client talks to the application.
 *
 * <p>Threading: immutable.
 *
 * @param role of the application: server when the peer came to a listener, client when the application went to the peer
 * @param owner name of the listener or client; null for the first listener
 * @param principal who the peer proved to be, null if it did not
 * @param attributes of the application's side of the connection
 */
record Peer(Role role, @Nullable String owner, @Nullable Principal principal, Map<AttributeKey<?>, Object> attributes) {

    static final Peer ANY = new Peer(Role.SERVER, null, null, Map.of());

    Peer of(Role newRole, String newOwner) {
        return new Peer(newRole, newOwner, principal, attributes);
    }

    Peer with(Principal newPrincipal) {
        return new Peer(role, owner, newPrincipal, attributes);
    }

    Peer with(AttributeKey<?> key, Object value) {
        Map<AttributeKey<?>, Object> all = new HashMap<>(attributes);
        all.put(key, value);
        return new Peer(role, owner, principal, Map.copyOf(all));
    }

    void setAttributes(Connection connection) {
        attributes.forEach((key, value) -> set(connection, key, value));
    }

    @SuppressWarnings("unchecked")
    private static <T> void set(Connection connection, AttributeKey<T> key, Object value) {
        connection.attribute(key, (T) value);
    }
}
