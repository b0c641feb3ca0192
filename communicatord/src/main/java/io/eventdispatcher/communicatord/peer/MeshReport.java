package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.peer.ClusterFabric.FabricHealth;
import io.eventdispatcher.communicatord.peer.ClusterFabric.LinkReport;
import io.eventdispatcher.communicatord.peer.ClusterFabric.MachineReport;
import io.eventdispatcher.communicatord.peer.ClusterFabric.NeighborReport;
import io.eventdispatcher.communicatord.status.ClusterState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Draws what the links look like.
 *
 * <p>Threading: immutable.
 */
final class MeshReport {

    private MeshReport() {}

    static FabricHealth of(
            ClusterState cluster,
            String problem,
            MeshSettings settings,
            int services,
            Topology topology,
            LinkTable links,
            Neighbors neighbors) {
        return new FabricHealth(
                "mesh",
                cluster.isUp(),
                cluster.total(),
                cluster.reachable(),
                problem,
                links.all().stream().map(MeshReport::link).toList(),
                graph(settings, services, topology),
                neighbors.all().stream().map(MeshReport::neighbor).toList());
    }

    private static LinkReport link(Link link) {
        return new LinkReport(
                link.server(),
                link.session.peer().id(),
                link.peer.address().toString(),
                link.outgoing,
                link.session.peer().certified(),
                link.isLegacy(),
                link.since,
                link.received,
                link.sent,
                link.dropped,
                link.session.outlet().queuedBytes(),
                link.load);
    }

    private static List<MachineReport> graph(MeshSettings settings, int services, Topology topology) {
        List<MachineReport> graph = new ArrayList<>();
        Set<String> own = new TreeSet<>(topology.neighbors(false));
        own.addAll(topology.neighbors(true));
        graph.add(new MachineReport(settings.server(), settings.myAddress().toString(), own, services, 0, ""));
        Set<String> names = new TreeSet<>(topology.table().keySet());
        topology.states().forEach(each -> names.add(each.origin()));
        for (String each : names) {
            graph.add(machine(each, topology));
        }
        return graph;
    }

    private static MachineReport machine(String server, Topology topology) {
        LinkState state = topology.state(server);
        Topology.Hop hop = topology.hop(server);
        Set<String> links = new TreeSet<>();
        if (state != null) {
            links.addAll(state.links());
            links.addAll(state.legacy());
        }
        return new MachineReport(
                server,
                state == null ? "" : state.address().toString(),
                links,
                state == null ? 0 : state.services().size(),
                hop == null ? -1 : hop.distance(),
                hop == null ? "" : hop.next());
    }

    private static NeighborReport neighbor(Neighbor neighbor) {
        return new NeighborReport(
                neighbor.address.toString(),
                neighbor.server == null ? "" : neighbor.server,
                neighbor.configured,
                neighbor.failures);
    }
}
