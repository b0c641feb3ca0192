package io.eventdispatcher.communicatord.peer;

import io.eventdispatcher.communicatord.registry.Services;
import io.eventdispatcher.communicatord.status.ClusterState;
import io.eventdispatcher.message.Message;
import io.eventdispatcher.message.MessageBuilder;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells the services of this machine what changes: whether enough machines are there, and which services of other machines
 * come and go.
 *
 * <p>Threading: loop thread only.
 */
final class ClusterWatch {

    private final String server;
    private final Consumer<MessageBuilder> news;
    private final Consumer<String> cameUp;
    private ClusterState told;
    private Map<String, Set<String>> services = Map.of();

    /**
     * Begins to watch.
     *
     * @param server name of this daemon
     * @param now the cluster as it is, which nobody is told of
     * @param news gets what there is to tell
     * @param cameUp gets the names of services that come up elsewhere
     */
    ClusterWatch(String server, ClusterState now, Consumer<MessageBuilder> news, Consumer<String> cameUp) {
        this.server = server;
        this.news = news;
        this.cameUp = cameUp;
        told = now;
    }

    void cluster(ClusterState now) {
        ClusterState before = told;
        told = now;
        boolean counted = now.total() != before.total();
        if (counted || now.isUp() != before.isUp()) {
            tell(now.isUp() ? "CLUSTER_UP" : "CLUSTER_DOWN", now);
        }
        if (counted || now.isComplete() != before.isComplete()) {
            tell(now.isComplete() ? "CLUSTER_COMPLETE" : "CLUSTER_INCOMPLETE", now);
        }
    }

    private void tell(String command, ClusterState now) {
        news.accept(Message.builder(command)
                .from(server, Services.DAEMON)
                .to("", ".")
                .param("neighbors_count", now.total()));
    }

    /** Compares with what was there before, daemon by daemon. */
    void services(Map<String, Set<String>> now) {
        Map<String, Set<String>> before = services;
        services = now;
        before.forEach((where, names) -> {
            Set<String> left = now.getOrDefault(where, Set.of());
            if (left != names) {
                names.stream().filter(each -> !left.contains(each)).forEach(each -> status(where, each, "down"));
            }
        });
        now.forEach((where, names) -> {
            Set<String> had = before.getOrDefault(where, Set.of());
            if (had != names) {
                for (String each : names) {
                    if (!had.contains(each)) {
                        status(where, each, "up");
                        cameUp.accept(each);
                    }
                }
            }
        });
    }

    /** Tells the state of a service, or of a link, of another machine. */
    void status(String where, String service, String status) {
        news.accept(Message.builder("STATUS")
                .from(server, Services.DAEMON)
                .param("cache", "no")
                .param("server_name", where)
                .param("service", service)
                .param("status", status));
    }

    /** Tells of another daemon. */
    void daemon(String command, String name) {
        news.accept(Message.builder(command)
                .from(server, Services.DAEMON)
                .to("", ".")
                .param("server_name", name));
    }

    /** Tells that there was nobody at an address. */
    void unreachable(LinkAddress address) {
        news.accept(Message.builder("UNREACHABLE")
                .from(server, Services.DAEMON)
                .to("", ".")
                .param("who", address.toString()));
    }
}
