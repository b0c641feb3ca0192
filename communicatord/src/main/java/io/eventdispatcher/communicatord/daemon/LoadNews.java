package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.peer.ClusterFabric;
import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.communicatord.status.LoadReport;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.Message;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells those who want to know the load of this machine, on any transport.
 *
 * <p>Threading: loop thread only.
 */
final class LoadNews {

    private final Services services;
    private final ClusterFabric fabric;
    private final Answers answers;
    private final String myAddress;
    private final Supplier<@Nullable Double> load;
    private final NanoClock clock;
    private final LoadReport report = new LoadReport();

    LoadNews(
            Services services,
            ClusterFabric fabric,
            Answers answers,
            String myAddress,
            Supplier<@Nullable Double> load,
            NanoClock clock) {
        this.services = services;
        this.fabric = fabric;
        this.answers = answers;
        this.myAddress = myAddress;
        this.load = load;
        this.clock = clock;
    }

    private void wants(Session session, boolean wanted) {
        session.wantsLoad(wanted);
        if (wanted) {
            report.restart();
        }
    }

    /**
     * Checks the addresses whose load somebody wants to know; every link brings the load of its
     * machine anyway. Names are not
     * taken, because looking one up would stop the loop.
     */
    private void listen(Session session, Message message) {
        String ips = message.param("ips");
        if (ips == null || ips.isBlank()) {
            answers.invalid(session, message, "ips: it is missing");
            return;
        }
        for (String each : ips.split(",", -1)) {
            if (!Zone.isAddress(each.strip())) {
                answers.invalid(session, message, "ips: not a list of addresses, separated by commas");
                return;
            }
        }
    }

    /** Takes what a service or another daemon says about loads. */
    void received(Session from, Message message) {
        switch (message.command()) {
            case "REGISTER_FOR_LOADAVG" -> wants(from, true);
            case "UNREGISTER_FROM_LOADAVG" -> wants(from, false);
            default -> listen(from, message);
        }
    }

    void tick() {
        List<Session> wanting = Stream.concat(services.registered().stream(), fabric.links().stream())
                .filter(Session::wantsLoad)
                .toList();
        Double now = wanting.isEmpty() ? null : load.get();
        if (now != null && report.isDue(now)) {
            String avg = Double.toString(Math.round(now * 10_000) / 10_000.0);
            for (Session each : wanting) {
                answers.send(
                        each,
                        answers.notice("LOADAVG")
                                .param("avg", avg)
                                .param("my_address", myAddress)
                                .param("timestamp", clock.now()));
            }
        }
    }
}
