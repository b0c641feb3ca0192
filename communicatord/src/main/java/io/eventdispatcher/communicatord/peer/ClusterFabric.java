package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.routing.Presence;
import io.eventdispatcher.communicatord.routing.Route;
import io.eventdispatcher.message.Message;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * The way to daemons on other machines. The daemon knows this interface only: what is behind it may be links of its own or
 * a messaging system.
 *
 * <p>Threading: loop thread only, but for {@link #health()}.
 *
 * @since 0.1
 */
public interface ClusterFabric {

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
     * @since 0.1
     */
    record FabricHealth(String kind, boolean up, int machines, int reachable) {}
}
