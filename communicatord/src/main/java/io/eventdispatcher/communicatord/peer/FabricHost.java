package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.message.MessageBuilder;

/**
 * What a fabric needs of the daemon it belongs to.
 *
 * <p>Threading: called on the loop thread.
 *
 * @since 0.1
 */
public interface FabricHost {

    /**
     * Sends news to the services of this machine that have announced the command.
     *
     * @param news from the daemon
     */
    void announce(MessageBuilder news);

    /**
     * Takes a session for a link to another daemon.
     *
     * @param session which has just said so
     */
    void linked(Session session);

    /**
     * A service has come up on another machine; messages may wait for it here.
     *
     * @param service its name
     */
    void cameUp(String service);
}
