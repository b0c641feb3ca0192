package io.eventdispatcher.communicatord.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a command does, as far as permission is concerned.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum CommandKind {
    /** Takes a name. */
    REGISTER("REGISTER"),
    /** Asks whether somebody is there, and for the commands of the daemon. */
    PROBE("ALIVE", "HELP"),
    /** Asks the daemon what it knows. */
    QUERY("CLOCK_STATUS", "CLUSTER_GET_STATUS", "CLUSTER_STATUS", "LIST_SERVICES", "PUBLIC_IP", "SERVICE_STATUS"),
    /** Changes the registration. */
    LIFE("COMMANDS", "UNREGISTER"),
    /** Asks to be told the load of machines. */
    LOAD("LISTEN_LOADAVG", "REGISTER_FOR_LOADAVG", "UNREGISTER_FROM_LOADAVG"),
    /** Shows the messages that pass. */
    TAP("TAP", "UNTAP"),
    /** What a daemon says first to another one. */
    HANDSHAKE("CONNECT", "GOSSIP"),
    /** What daemons say to each other. */
    LINK("ACCEPT", "DISCONNECT", "FORGOTTEN", "LINK_STATE", "LOADAVG", "RECEIVED", "REFUSE"),
    /** Answers and news, which are only counted. */
    NOTICE(
            "ABSOLUTELY",
            "CLOCK_STABLE",
            "CLOCK_UNSTABLE",
            "CLUSTER_COMPLETE",
            "CLUSTER_CURRENT_STATUS",
            "CLUSTER_DOWN",
            "CLUSTER_INCOMPLETE",
            "CLUSTER_UP",
            "DISCONNECTED",
            "DISCONNECTING",
            "ERROR",
            "HANGUP",
            "INVALID",
            "NEW_REMOTE_CONNECTION",
            "QUITTING",
            "READY",
            "SERVER_PUBLIC_IP",
            "SERVICES",
            "SERVICE_UNAVAILABLE",
            "STATUS",
            "TRANSMISSION_REPORT",
            "UNKNOWN",
            "UNREACHABLE"),
    /** Steers this daemon. */
    CONTROL("LEAK", "LOG_ROTATE", "RESTART", "STOP"),
    /** Steers the cluster. */
    CLUSTER_CONTROL("BLOCK", "FORGET", "SHUTDOWN"),
    /** Anything else to the daemon, which it does not know. */
    OTHER(),
    /** Any message to somebody else, but for those of the next kind. */
    FORWARD(),
    /** A message to somebody else that may steer it. */
    FORWARD_CONTROL("BLOCK", "FORGET", "LEAK", "LOG_ROTATE", "QUITTING", "RESTART", "SHUTDOWN", "STOP");

    private static final Map<String, CommandKind> TO_DAEMON = new HashMap<>();

    static {
        for (CommandKind kind : values()) {
            if (kind != FORWARD_CONTROL) {
                kind.commands.forEach(command -> TO_DAEMON.put(command, kind));
            }
        }
    }

    private final Set<String> commands;

    CommandKind(String... commands) {
        this.commands = Set.of(commands);
    }

    /**
     * Returns the commands of this kind.
     *
     * @return unmodifiable; empty for {@link #OTHER} and {@link #FORWARD}, which are the rest
     */
    public Set<String> commands() {
        return commands;
    }

    /**
     * Finds the kind of a message to the daemon.
     *
     * @param command its command
     * @return {@link #OTHER} when the daemon does not know it
     */
    public static CommandKind toDaemon(String command) {
        return TO_DAEMON.getOrDefault(command, OTHER);
    }

    /**
     * Finds the kind of a message to somebody else.
     *
     * @param command its command
     * @return one of the last two
     */
    public static CommandKind forwarded(String command) {
        return FORWARD_CONTROL.commands.contains(command) ? FORWARD_CONTROL : FORWARD;
    }
}
