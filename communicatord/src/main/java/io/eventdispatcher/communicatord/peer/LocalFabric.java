package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.routing.Presence;
import io.eventdispatcher.communicatord.routing.Route;
import io.eventdispatcher.message.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One machine: there are no other daemons, and none can connect.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class LocalFabric implements ClusterFabric {

    private static final FabricHealth HEALTH =
            new FabricHealth("local", true, 1, 1, "", List.of(), List.of(), List.of());

    /** Makes the fabric. */
    public LocalFabric() {}

    @Override
    public boolean publish(Message message, Session from, Route.Elsewhere to) {
        return false;
    }

    @Override
    public int publish(Message message, Session from, Route.Reach reach) {
        return 0;
    }

    @Override
    public boolean link(Message message, Session from) {
        return false;
    }

    @Override
    public void subscribe(String service) {}

    @Override
    public void unsubscribe(String service) {}

    @Override
    public Presence presence() {
        return Presence.ALONE;
    }

    @Override
    public FabricHealth health() {
        return HEALTH;
    }

    @Override
    public CompletableFuture<Void> drain(Duration grace) {
        return CompletableFuture.completedFuture(null);
    }
}
