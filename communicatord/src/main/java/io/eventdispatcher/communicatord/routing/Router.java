package io.eventdispatcher.communicatord.routing;

import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.message.MessageAddress;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a message goes.
 *
 * <p>Differs from the original where that one loses messages without a word: a server that cannot be reached, {@code ?:svc}
 * with an instance on this machine, messages of a service to itself.
 *
 * <p>Threading: loop thread only; changes nothing.
 *
 * @since 0.1
 */
public final class Router {

    private static final String HERE = ".";
    private static final String ALL = "*";
    private static final String OTHERS = "?";

    private final Services services;
    private final Presence others;

    /**
     * Makes a router.
     *
     * @param services of this machine
     * @param others daemons of other machines
     */
    public Router(Services services, Presence others) {
        this.services = services;
        this.others = others;
    }

    /**
     * Finds out where a message of a local sender goes.
     *
     * @param from its sender
     * @param to its destination; names are valid
     * @return where to
     */
    public Route route(Session from, MessageAddress to) {
        String server = to.server();
        String service = to.service();
        return switch (service) {
            case "", Services.DAEMON -> toDaemon(server);
            case HERE -> new Route.ToAll(Route.Reach.MACHINE);
            case OTHERS -> toAll(server, Route.Reach.PRIVATE);
            case ALL -> toAll(server, Route.Reach.EVERYWHERE);
            default -> toService(from, server, service);
        };
    }

    private boolean isOwn(String server) {
        return server.equals(HERE) || server.equals(services.server());
    }

    private Route toDaemon(String server) {
        if (server.isEmpty() || server.equals(ALL) || isOwn(server)) {
            return Route.DAEMON;
        }
        boolean somebody = server.equals(OTHERS) ? others.reachable() > 1 : others.reaches(server);
        return somebody ? new Route.Elsewhere(server, "", null) : new Route.Unreachable(Services.DAEMON);
    }

    private static Route toAll(String server, Route.Reach reach) {
        return server.isEmpty() || server.equals(ALL)
                ? new Route.ToAll(reach)
                : new Route.Wrong("a broadcast has no server, or '*'");
    }

    private Route toService(Session from, String server, String service) {
        if (service.equals(Services.UNAUTHENTICATED)) {
            return new Route.Unreachable(service);
        }
        Session local = services.find(service);
        if (server.equals(OTHERS)) {
            return toOtherInstances(local == from ? null : local, service);
        }
        boolean anywhere = server.isEmpty() || server.equals(ALL);
        if (!anywhere && !isOwn(server)) {
            return others.reaches(server) ? new Route.Elsewhere(server, service, null) : new Route.Unreachable(service);
        }
        if (local != null) {
            return new Route.ToService(local);
        }
        return anywhere && others.runs(service) ? new Route.Elsewhere("", service, null) : new Route.Absent(service);
    }

    private Route toOtherInstances(@Nullable Session local, String service) {
        if (others.runs(service)) {
            return new Route.Elsewhere(OTHERS, service, local);
        }
        return local == null ? new Route.Unreachable(service) : new Route.ToService(local);
    }
}
