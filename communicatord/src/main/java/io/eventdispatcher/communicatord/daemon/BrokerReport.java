package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.cache.MessageCache;
import io.eventdispatcher.communicatord.peer.ClusterFabric.FabricHealth;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.communicatord.status.ClusterState;
import io.eventdispatcher.communicatord.status.Drop;
import io.eventdispatcher.communicatord.status.Traffic;
import io.eventdispatcher.communicatord.tap.Tap;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon looks like at one moment. Names of services and commands in it were checked to be names; no text of a
 * message is in it.
 *
 * <p>Threading: immutable.
 *
 * @param server name of this machine
 * @param stopping whether it is about to end
 * @param services the registered services, by name
 * @param known services installed on this machine, running or not
 * @param unregistered connections that are not registered
 * @param cache what waits
 * @param cluster whether enough machines are there
 * @param fabric the links to other daemons
 * @param traffic what was counted
 * @param watches operators who watch messages
 * @since 0.1
 */
public record BrokerReport(
        String server,
        boolean stopping,
        List<ServiceReport> services,
        Set<String> known,
        int unregistered,
        CacheReport cache,
        ClusterState cluster,
        FabricHealth fabric,
        TrafficReport traffic,
        List<Tap.Watch> watches) {

    /** The most services in one report. */
    private static final int MAX_SERVICES = 10_000;

    /**
     * A registered service.
     *
     * @param name its name
     * @param connection name of its connection
     * @param zone how far away it is
     * @param user whom the system or a certificate proves it to be; empty = not known
     * @param state HELLO or READY
     * @param upSince when it registered
     * @param commands what it has announced
     * @param received messages it sent
     * @param delivered messages sent to it
     * @param refused messages it did not take
     * @param queuedBytes what waits to be written to it
     * @since 0.1
     */
    public record ServiceReport(
            String name,
            String connection,
            Zone zone,
            String user,
            Session.State state,
            @Nullable Instant upSince,
            Set<String> commands,
            long received,
            long delivered,
            long refused,
            long queuedBytes) {}

    /**
     * What waits for services.
     *
     * @param messages number of messages
     * @param bytes their size, with 256 more for each
     * @param waiting number of messages by service
     * @since 0.1
     */
    public record CacheReport(int messages, long bytes, Map<String, Integer> waiting) {}

    /**
     * What was counted since the start.
     *
     * @param received messages from peers
     * @param delivered messages handed to services
     * @param broadcasts broadcasts
     * @param cached messages that had to wait
     * @param dropped messages that did not get where they were sent, by reason; reasons without any are left out
     * @since 0.1
     */
    public record TrafficReport(
            long received, long delivered, long broadcasts, long cached, Map<String, Long> dropped) {}

    static BrokerReport of(Broker broker, boolean stopping) {
        MessageCache cache = broker.cache();
        return new BrokerReport(
                broker.services().server(),
                stopping,
                broker.services().registered().stream()
                        .limit(MAX_SERVICES)
                        .map(BrokerReport::service)
                        .toList(),
                broker.services().known(),
                broker.services().unregistered(),
                new CacheReport(cache.size(), cache.bytes(), cache.waiting()),
                broker.queries().cluster(),
                broker.fabric().health(),
                traffic(broker.traffic()),
                broker.tap().watches());
    }

    private static ServiceReport service(Session session) {
        return new ServiceReport(
                session.name(),
                session.peer().id(),
                session.peer().zone(),
                session.peer().user(),
                session.state(),
                session.upSince(),
                new TreeSet<>(session.commands()),
                session.received(),
                session.delivered(),
                session.refused(),
                session.outlet().queuedBytes());
    }

    private static TrafficReport traffic(Traffic traffic) {
        Map<String, Long> dropped = new LinkedHashMap<>();
        for (Drop reason : Drop.values()) {
            long count = traffic.dropped(reason);
            if (count > 0) {
                dropped.put(reason.name().toLowerCase(Locale.ROOT), count);
            }
        }
        return new TrafficReport(
                traffic.received(), traffic.delivered(), traffic.broadcasts(), traffic.cached(), dropped);
    }
}
