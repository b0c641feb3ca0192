package io.eventdispatcher.communicatord.routing;

import io.eventdispatcher.communicatord.registry.Zone;

/**
 * Who may send what: command x zone x role. What is not permitted here is refused.
 *
 * <p>Whether somebody has to be registered first is another question, which the life cycle of the session answers.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class AccessTable {

    private AccessTable() {}

    /**
     * Tells whether a message is permitted.
     *
     * @param kind of its command
     * @param zone of the sender
     * @param role of the sender
     * @return false to refuse it
     */
    public static boolean permits(CommandKind kind, Zone zone, Role role) {
        return switch (role) {
            case ANONYMOUS -> zone.isLocal() ? anonymous(kind) : kind == CommandKind.HANDSHAKE;
            case DATAGRAM -> zone.isLocal() && isSignal(kind);
            case SIGNAL -> zone.isLocal() && (isSignal(kind) || isControl(kind));
            case CERTIFIED -> anonymous(kind) || kind == CommandKind.HANDSHAKE && !zone.isLocal();
            case SERVICE -> service(kind);
            case OPERATOR -> operator(kind, zone);
            case DAEMON -> !zone.isLocal() && daemon(kind);
            case REMOTE -> !zone.isLocal() && remote(kind);
        };
    }

    private static boolean anonymous(CommandKind kind) {
        return switch (kind) {
            case REGISTER, PROBE, QUERY, NOTICE, OTHER -> true;
            case FORWARD -> true; // the life cycle demands a registration first, unless told otherwise
            default -> false;
        };
    }

    /** What scripts send; nothing that wants an answer. */
    private static boolean isSignal(CommandKind kind) {
        return kind == CommandKind.FORWARD || kind == CommandKind.NOTICE;
    }

    private static boolean isControl(CommandKind kind) {
        return kind == CommandKind.CONTROL || kind == CommandKind.FORWARD_CONTROL;
    }

    private static boolean service(CommandKind kind) {
        return switch (kind) {
            case REGISTER, PROBE, QUERY, LIFE, LOAD, NOTICE, OTHER, FORWARD -> true;
            default -> false;
        };
    }

    /** Loopback proves nobody: there are no operators there. What others say is not shown to other machines. */
    private static boolean operator(CommandKind kind, Zone zone) {
        if (kind == CommandKind.TAP) {
            return zone == Zone.UNIX || zone == Zone.PROCESS;
        }
        boolean steers = isControl(kind) || kind == CommandKind.CLUSTER_CONTROL;
        return service(kind) || steers && zone != Zone.LOOPBACK;
    }

    private static boolean daemon(CommandKind kind) {
        return switch (kind) {
            case PROBE, NOTICE, HANDSHAKE, LINK, FORWARD, OTHER, LIFE, LOAD -> true;
            default -> false;
        };
    }

    /** It has to register with its own daemon, and nobody there can prove to be an operator. */
    private static boolean remote(CommandKind kind) {
        return switch (kind) {
            case PROBE, QUERY, NOTICE, OTHER, FORWARD -> true;
            default -> false;
        };
    }
}
