package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Session;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The links that are up, one for each other daemon.
 *
 * <p>Threading: loop thread only.
 */
final class LinkTable {

    private final Map<String, Link> byServer = new TreeMap<>();
    private final Map<Session, Link> bySession = new HashMap<>();

    LinkTable() {}

    void add(Link link) {
        byServer.put(link.server(), link);
        bySession.put(link.session, link);
    }

    /** Returns whether it was there. */
    boolean remove(Link link) {
        byServer.remove(link.server(), link);
        return bySession.remove(link.session, link);
    }

    @Nullable
    Link to(@Nullable String server) {
        return server == null ? null : byServer.get(server);
    }

    @Nullable
    Link of(Session session) {
        return bySession.get(session);
    }

    /** By name of the daemon; may be changed meanwhile. */
    List<Link> all() {
        return List.copyOf(byServer.values());
    }

    int size() {
        return byServer.size();
    }

    /** Whether there is a link to the daemon at this address. */
    boolean reaches(LinkAddress address) {
        return values().stream().anyMatch(each -> each.peer.address().equals(address));
    }

    private Collection<Link> values() {
        return byServer.values();
    }
}
