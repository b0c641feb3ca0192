package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.routing.Presence;
import io.eventdispatcher.communicatord.routing.Route;
import io.eventdispatcher.message.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The way to daemons on other machines. The daemon knows this interface only: what is behind it may be links of its own or
 * a messaging system.
 *
 * <p>Threading: loop thread only, but for {@link #health()}.
 *
 * @since 0.1
 */
public interface ClusterFabric {

    /** The parameter in which daemons count the steps of a message; services never see it. */
    String HOPS = "mesh_hops";

    /**
     * Begins to work. Called once, before everything else.
     *
     * @param host the daemon
     */
    default void begin(FabricHost host) {}

    /** Does what is due; to be called several times a second. */
    default void tick() {}

    /**
     * Takes a sign of life of another daemon: it sent something.
     *
     * @param link its session
     */
    default void heard(Session link) {}

    /**
     * Takes the end of a connection, whatever it was.
     *
     * @param session of it
     */
    default void closed(Session session) {}

    /**
     * Returns the name of the daemon at the other end of a link.
     *
     * @param link a session
     * @return null unless the daemon has introduced itself, and is wanted
     */
    default @Nullable String serverOf(Session link) {
        return null;
    }

    /**
     * Tells whether the daemon at the other end of a link may speak for services of a server.
     *
     * @param link a session of which {@link #serverOf} is known
     * @param server a name, not that of this daemon
     * @return whether the name is known
     */
    default boolean speaksFor(Session link, String server) {
        return false;
    }

    /**
     * Returns where a service of another machine is.
     *
     * @param service its name
     * @return name of the nearest server that has it; null when there is none
     */
    default @Nullable String whereIs(String service) {
        return null;
    }

    /**
     * Returns the services of other machines.
     *
     * @return names by server; a snapshot
     */
    default Map<String, Set<String>> services() {
        return Map.of();
    }

    /**
     * Forgets a neighbour, here and everywhere. One that runs comes back by itself.
     *
     * @param ip its address, with or without port
     * @return false if this fabric has no neighbours
     */
    default boolean forget(String ip) {
        return false;
    }

    /**
     * Returns the sessions of other daemons.
     *
     * @return a snapshot
     */
    default List<Session> links() {
        return List.of();
    }

    /**
     * Sends a message to one service or daemon elsewhere.
     *
     * @param message as the sender wrote it
     * @param from who sent it; its name is the sender
     * @param to where it goes
     * @return whether somebody took it
     */
    boolean publish(Message message, Session from, Route.Elsewhere to);

    /**
     * Sends a broadcast to other daemons.
     *
     * @param message as the sender wrote it
     * @param from who sent it
     * @param reach how far it goes, never only this machine
     * @return the number of daemons that took it
     */
    int publish(Message message, Session from, Route.Reach reach);

    /**
     * Handles what a daemon on another machine says to this one: the commands of the links.
     *
     * @param message the message
     * @param from its connection
     * @return whether it was taken; otherwise the connection is refused
     */
    boolean link(Message message, Session from);

    /**
     * Tells the others that a service is here now.
     *
     * @param service its name
     */
    void subscribe(String service);

    /**
     * Tells the others that a service is not here any more.
     *
     * @param service its name
     */
    void unsubscribe(String service);

    /**
     * Returns what is known of other daemons.
     *
     * @return always the same object, which changes
     */
    Presence presence();

    /**
     * Returns how the links are. Any thread.
     *
     * @return a snapshot
     */
    FabricHealth health();

    /**
     * Says good-bye to the others.
     *
     * @param grace how long that may take
     * @return completed when done
     */
    CompletableFuture<Void> drain(Duration grace);

    /**
     * How the links to other daemons are.
     *
     * <p>Threading: immutable.
     *
     * @param kind name of the implementation
     * @param up whether messages can be sent as far as they are meant to
     * @param machines machines that belong together, this one included
     * @param reachable machines that can be reached now, this one included
     * @param problem what somebody has to look at; empty = nothing
     * @param links the links to other daemons, by name
     * @param graph all daemons that are known, this one included
     * @param neighbors addresses that are kept
     * @since 0.1
     */
    record FabricHealth(
            String kind,
            boolean up,
            int machines,
            int reachable,
            String problem,
            List<LinkReport> links,
            List<MachineReport> graph,
            List<NeighborReport> neighbors) {}

    /**
     * A link to another daemon.
     *
     * <p>Threading: immutable.
     *
     * @param server its name
     * @param connection name of the connection
     * @param address where it says it is reached
     * @param outgoing whether this daemon has dialled
     * @param encrypted whether it has presented a certificate
     * @param original whether it is a daemon of the original, which tells nothing about others
     * @param since when it came up
     * @param received messages from it
     * @param sent messages to it
     * @param dropped messages it did not take
     * @param queuedBytes what waits to be written to it
     * @param load of that machine; null when it does not say
     * @since 0.1
     */
    record LinkReport(
            String server,
            String connection,
            String address,
            boolean outgoing,
            boolean encrypted,
            boolean original,
            Instant since,
            long received,
            long sent,
            long dropped,
            long queuedBytes,
            @Nullable Double load) {}

    /**
     * A daemon on the map.
     *
     * <p>Threading: immutable.
     *
     * @param server its name
     * @param address where it is reached; empty = not known
     * @param links to whom it is linked
     * @param services number of its services
     * @param distance number of links on the way to it; 0 = this daemon, -1 = it cannot be reached
     * @param next first daemon on the way to it; empty = none
     * @since 0.1
     */
    record MachineReport(String server, String address, Set<String> links, int services, int distance, String next) {}

    /**
     * An address where a daemon is, or is expected.
     *
     * <p>Threading: immutable.
     *
     * @param address where
     * @param server its name; empty = nobody has answered yet
     * @param configured whether who runs this daemon has named it
     * @param failures attempts in vain since the last link
     * @since 0.1
     */
    record NeighborReport(String address, String server, boolean configured, int failures) {}
}
