package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.peer.ClusterFabric;
import io.eventdispatcher.communicatord.peer.ClusterFabric.FabricHealth;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health of the links to other daemons. It is always UP: this daemon serves its machine also while others are away, and must
 * not be restarted for them. The details say how many machines can be reached and which links are there; {@code
 * communicatord.machines.reachable} is the meter to alert on.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
public final class CommunicatordHealth implements HealthIndicator {

    private final ClusterFabric fabric;

    /**
     * Makes the indicator.
     *
     * @param fabric the way to other machines
     */
    public CommunicatordHealth(ClusterFabric fabric) {
        this.fabric = fabric;
    }

    @Override
    public Health health() {
        FabricHealth now = fabric.health();
        Health.Builder builder = Health.up()
                .withDetail("fabric", now.kind())
                .withDetail("cluster", now.up() ? "up" : "down")
                .withDetail("machines", now.machines())
                .withDetail("reachable", now.reachable());
        List<String> links =
                now.links().stream().map(ClusterFabric.LinkReport::server).toList();
        if (!links.isEmpty()) {
            builder.withDetail("links", links);
        }
        if (!now.problem().isEmpty()) {
            builder.withDetail("problem", now.problem());
        }
        return builder.build();
    }
}
