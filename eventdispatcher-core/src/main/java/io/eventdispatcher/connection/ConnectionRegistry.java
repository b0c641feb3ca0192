package io.eventdispatcher.connection;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The live connections of several listeners and clients, of any loops. It holds their groups, not the connections, so
 * that a connection costs nothing here.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class ConnectionRegistry {

    private final List<ConnectionGroup> groups = new CopyOnWriteArrayList<>();

    /** Creates an empty registry. */
    public ConnectionRegistry() {}

    /**
     * Adds the connections of a listener or client. Adding it again does nothing.
     *
     * @param group the group
     */
    public void add(ConnectionGroup group) {
        if (!groups.contains(group)) {
            groups.add(group);
        }
    }

    /**
     * Removes the connections of a listener or client.
     *
     * @param group the group; unknown ones are ignored
     */
    public void remove(ConnectionGroup group) {
        groups.remove(group);
    }

    /**
     * Returns the groups.
     *
     * @return a snapshot, in order of adding
     */
    public List<ConnectionGroup> groups() {
        return List.copyOf(groups);
    }

    /**
     * Finds a live connection.
     *
     * @param id as {@link Connection#id()}
     * @return null if there is none
     */
    public @Nullable Connection find(String id) {
        for (ConnectionGroup group : groups) {
            if (id.startsWith(group.owner() + "-")) {
                for (Connection connection : group.connections()) {
                    if (connection.id().equals(id)) {
                        return connection;
                    }
                }
            }
        }
        return null;
    }

    /**
     * Hands each live connection to an action.
     *
     * @param action called on the calling thread
     */
    public void forEach(Consumer<? super Connection> action) {
        groups.forEach(group -> group.forEach(action));
    }

    /**
     * Returns how many connections are live.
     *
     * @return 0 or more
     */
    public int size() {
        return groups.stream().mapToInt(ConnectionGroup::size).sum();
    }

    /**
     * Returns snapshots of live connections.
     *
     * @param limit how many at most; 0 or more
     * @return in order of owner, then number
     */
    public List<ConnectionSnapshot> snapshots(int limit) {
        List<ConnectionSnapshot> snapshots = new ArrayList<>();
        for (ConnectionGroup group : groups) {
            for (Connection connection : group.connections()) {
                if (snapshots.size() >= limit) {
                    return snapshots;
                }
                snapshots.add(connection.snapshot());
            }
        }
        return snapshots;
    }
}
