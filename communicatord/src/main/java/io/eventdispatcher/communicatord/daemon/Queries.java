package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.peer.ClusterFabric;
import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.routing.CommandKind;
import io.eventdispatcher.communicatord.status.ClockState;
import io.eventdispatcher.communicatord.status.ClusterState;
import io.eventdispatcher.loop.NanoClock;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the daemon answers to questions about itself and its services.
 *
 * <p>Threading: loop thread only.
 */
final class Queries {

    /** What the daemon reacts to, as it tells those who ask with HELP. */
    private static final String COMMANDS_LIST = commandsList();

    private static final int MOST_REMOTE = 16 << 10;
    private static final String NEIGHBORS = "neighbors_count";

    private final Services services;
    private final ClusterFabric fabric;
    private final Registrations registrations;
    private final Answers answers;
    private final BrokerSettings settings;
    private final Supplier<ClockState> machineClock;
    private final NanoClock clock;

    Queries(
            Services services,
            ClusterFabric fabric,
            Registrations registrations,
            Answers answers,
            BrokerSettings settings,
            Supplier<ClockState> machineClock,
            NanoClock clock) {
        this.services = services;
        this.fabric = fabric;
        this.registrations = registrations;
        this.answers = answers;
        this.settings = settings;
        this.machineClock = machineClock;
        this.clock = clock;
    }

    private static String commandsList() {
        Set<String> all = new TreeSet<>();
        for (CommandKind kind : CommandKind.values()) {
            if (kind != CommandKind.NOTICE && kind != CommandKind.FORWARD_CONTROL) {
                all.addAll(kind.commands());
            }
        }
        all.remove("BLOCK"); // for firewalls, not for daemons
        all.addAll(Set.of(
                Commands.INVALID, Commands.QUITTING, Commands.READY, Commands.SERVICE_UNAVAILABLE, Commands.UNKNOWN));
        return String.join(",", all);
    }

    ClusterState cluster() {
        return new ClusterState(fabric.presence().machines(), fabric.presence().reachable());
    }

    void answer(Session from, Message message) {
        switch (message.command()) {
            case Commands.ALIVE -> alive(from, message);
            case Commands.HELP ->
                answers.send(
                        from, answers.reply(from, message, Commands.COMMANDS).param("list", COMMANDS_LIST));
            case "SERVICE_STATUS" -> serviceStatus(from, message);
            case "LIST_SERVICES" -> listServices(from);
            case "CLUSTER_STATUS" -> clusterStatus(from);
            case "CLUSTER_GET_STATUS" -> clusterCurrentStatus(from);
            case "CLOCK_STATUS" -> clockStatus(from);
            case "PUBLIC_IP" -> publicIp(from);
            default -> throw new IllegalArgumentException("not a question: command=" + message.command());
        }
    }

    private void alive(Session from, Message message) {
        MessageBuilder absolutely = answers.reply(from, message, Commands.ABSOLUTELY);
        for (String name : new String[] {"serial", "timestamp"}) {
            String value = message.param(name);
            if (value != null) {
                absolutely.param(name, value);
            }
        }
        answers.send(from, absolutely.param("reply_timestamp", clock.now()));
    }

    private void serviceStatus(Session from, Message message) {
        String name = message.param("service");
        if (name == null || !Services.isName(name)) {
            answers.invalid(from, message, name == null ? "service: it is missing" : "service: not a name");
        } else {
            answers.send(from, registrations.statusOf(name));
        }
    }

    /** The original only writes them to its log. */
    private void listServices(Session from) {
        String names = services.registered().stream().map(Session::name).collect(Collectors.joining(","));
        MessageBuilder reply = answers.notice("SERVICES")
                .param("known", String.join(",", services.known()))
                .param("list", names)
                .param("server_name", services.server());
        String remote = elsewhere();
        answers.send(from, remote.isEmpty() ? reply : reply.param("remote", remote));
    }

    /** Services of other machines as {@code server:service}; as many as a line can hold beside those of this one. */
    private String elsewhere() {
        StringBuilder list = new StringBuilder();
        fabric.services().forEach((server, names) -> {
            for (String each : names) {
                if (list.length() < MOST_REMOTE) {
                    list.append(list.isEmpty() ? "" : ",")
                            .append(server)
                            .append(':')
                            .append(each);
                }
            }
        });
        return list.toString();
    }

    private void clusterStatus(Session from) {
        ClusterState state = cluster();
        String[] both = {
            state.isUp() ? "CLUSTER_UP" : "CLUSTER_DOWN", state.isComplete() ? "CLUSTER_COMPLETE" : "CLUSTER_INCOMPLETE"
        };
        for (String each : both) {
            answers.send(from, answers.notice(each).to("", ".").param(NEIGHBORS, state.total()));
        }
    }

    private void clusterCurrentStatus(Session from) {
        ClusterState state = cluster();
        answers.send(
                from,
                answers.notice("CLUSTER_CURRENT_STATUS")
                        .param("complete", state.isComplete())
                        .param(NEIGHBORS, state.total())
                        .param("quorum", state.quorum())
                        .param("reachable", state.reachable())
                        .param("status", state.isUp() ? "up" : "down"));
    }

    private void clockStatus(Session from) {
        answers.send(
                from,
                answers.notice("CLOCK_STABLE")
                        .param("cache", "no")
                        .param("clock_resolution", machineClock.get().resolution()));
    }

    private void publicIp(Session from) {
        MessageBuilder addresses = answers.notice("SERVER_PUBLIC_IP");
        String open = settings.publicAddress();
        if (open != null) {
            addresses.param("public_ip", open);
        }
        String secure = settings.secureAddress();
        if (secure != null) {
            addresses.param("secure_ip", secure);
        }
        answers.send(from, addresses);
    }
}
