package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.peer.ClusterFabric;
import io.eventdispatcher.communicatord.registry.Session;
import io.eventdispatcher.communicatord.registry.Zone;
import io.eventdispatcher.communicatord.routing.CommandKind;
import io.eventdispatcher.message.Commands;
import io.eventdispatcher.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said to the daemon itself, and who of its parts does it.
 *
 * <p>Threading: loop thread only.
 */
final class DaemonCommands {

    private static final Logger log = LoggerFactory.getLogger(DaemonCommands.class);

    private final Registrations registrations;
    private final Queries queries;
    private final LoadNews load;
    private final TapCommands taps;
    private final ClusterFabric fabric;
    private final DaemonHooks hooks;
    private final Answers answers;
    private final Refusals refusals;

    DaemonCommands(
            Registrations registrations,
            Queries queries,
            LoadNews load,
            TapCommands taps,
            ClusterFabric fabric,
            DaemonHooks hooks,
            Answers answers,
            Refusals refusals) {
        this.registrations = registrations;
        this.queries = queries;
        this.load = load;
        this.taps = taps;
        this.fabric = fabric;
        this.hooks = hooks;
        this.answers = answers;
        this.refusals = refusals;
    }

    /**
     * Takes a message that the sender may send.
     *
     * @param from who sent it
     * @param message to the daemon
     * @param kind of its command
     */
    void received(Session from, Message message, CommandKind kind) {
        switch (kind) {
            case REGISTER -> registrations.register(from, message);
            case PROBE, QUERY -> queries.answer(from, message);
            case LIFE -> {
                if (message.command().equals(Commands.COMMANDS)) {
                    registrations.commands(from, message);
                } else {
                    registrations.unregister(from, message);
                }
            }
            case LOAD -> load.received(from, message);
            case TAP -> taps.command(from, message);
            case HANDSHAKE, LINK -> link(from, message);
            case CONTROL, CLUSTER_CONTROL -> control(from, message);
            case NOTICE -> log.debug("{}: {}", from.peer().id(), message);
            case OTHER, FORWARD, FORWARD_CONTROL -> answers.unknown(from, message);
        }
    }

    private void link(Session from, Message message) {
        if (!fabric.link(message, from)) {
            refusals.unlinked(from, message);
        }
    }

    private void control(Session from, Message message) {
        String command = message.command();
        switch (command) {
            case Commands.STOP, "SHUTDOWN" -> hooks.stop(command, from);
            case Commands.RESTART -> {
                String reason = message.param("reason");
                hooks.restart(reason == null ? "" : reason, from);
            }
            case Commands.LOG_ROTATE -> hooks.logRotate(from);
            case Commands.LEAK -> hooks.leak(from);
            case "FORGET" -> forget(from, message);
            default -> answers.unknown(from, message);
        }
    }

    private void forget(Session from, Message message) {
        String ip = message.param("ip");
        if (ip == null || !Zone.isAddress(ip)) {
            answers.invalid(from, message, "ip: not an address such as 10.0.0.2:4042");
        } else if (!fabric.forget(ip)) {
            answers.invalid(from, message, "this daemon has no neighbors");
        }
    }
}
