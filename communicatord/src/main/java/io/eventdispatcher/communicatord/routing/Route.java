package io.eventdispatcher.communicatord.routing;

import io.eventdispatcher.communicatord.registry.Session;
import org.jspecify.annotations.Nullable;

/**
 * Where a message goes.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public sealed interface Route {

    /** The daemon itself handles it. */
    Route DAEMON = new ToDaemon();

    /**
     * The daemon itself handles it.
     *
     * @since 0.1
     */
    record ToDaemon() implements Route {}

    /**
     * One service of this machine gets it.
     *
     * @param session the service
     * @since 0.1
     */
    record ToService(Session session) implements Route {}

    /**
     * Everybody gets it who has announced the command.
     *
     * @param reach how far it goes
     * @since 0.1
     */
    record ToAll(Reach reach) implements Route {}

    /**
     * Other daemons get it.
     *
     * @param server the daemon; empty = whichever has the service, {@code ?} = all others
     * @param service the service; empty = the daemon itself
     * @param also an instance on this machine that gets it too
     * @since 0.1
     */
    record Elsewhere(
            String server, String service, @Nullable Session also) implements Route {}

    /**
     * The service is not there now, but may come.
     *
     * @param service its name
     * @since 0.1
     */
    record Absent(String service) implements Route {}

    /**
     * There is no way, and waiting would not help.
     *
     * @param service whom it was for
     * @since 0.1
     */
    record Unreachable(String service) implements Route {}

    /**
     * The address means nothing.
     *
     * @param reason fit for the wire
     * @since 0.1
     */
    record Wrong(String reason) implements Route {}

    /**
     * How far a broadcast goes.
     *
     * <p>Threading: immutable.
     *
     * @since 0.1
     */
    enum Reach {
        /** {@code .}: this machine. */
        MACHINE,
        /** {@code ?}: and daemons on private networks. */
        PRIVATE,
        /** {@code *}: and all daemons. */
        EVERYWHERE
    }
}
