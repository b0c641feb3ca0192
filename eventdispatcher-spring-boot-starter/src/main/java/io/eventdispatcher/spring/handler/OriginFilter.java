package io.eventdispatcher.spring.handler;

import io.eventdispatcher.connection.Role;
import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From which listeners and clients a handler takes messages.
 *
 * <p>Threading: immutable.
 *
 * @param listeners names; when both sets are empty, messages from everywhere are taken
 * @param clients names
 * @since 0.1
 */
public record OriginFilter(Set<String> listeners, Set<String> clients) {

    private static final OriginFilter EVERYWHERE = new OriginFilter(Set.of(), Set.of());

    /**
     * Copies the sets.
     *
     * @param listeners names; when both sets are empty, messages from everywhere are taken
     * @param clients names
     * @since 0.1
     */
    public OriginFilter {
        listeners = Set.copyOf(listeners);
        clients = Set.copyOf(clients);
    }

    /**
     * The filter that takes everything.
     *
     * @return the filter
     * @since 0.1
     */
    public static OriginFilter everywhere() {
        return EVERYWHERE;
    }

    /**
     * Whether everything is taken.
     *
     * @return whether both sets are empty
     * @since 0.1
     */
    public boolean isEverywhere() {
        return listeners.isEmpty() && clients.isEmpty();
    }

    /**
     * Whether a message from there is taken.
     *
     * @param origin where it came in; null = unknown, taken only by a filter that takes everything
     * @return whether it is taken
     * @since 0.1
     */
    public boolean accepts(@Nullable Origin origin) {
        if (isEverywhere()) {
            return true;
        }
        if (origin == null) {
            return false;
        }
        return (origin.role() == Role.SERVER ? listeners : clients).contains(origin.owner());
    }

    /**
     * Whether a message could be taken by both.
     *
     * @param other another filter
     * @return whether they have an origin in common
     * @since 0.1
     */
    public boolean overlaps(OriginFilter other) {
        return isEverywhere()
                || other.isEverywhere()
                || !Collections.disjoint(listeners, other.listeners)
                || !Collections.disjoint(clients, other.clients);
    }
}
