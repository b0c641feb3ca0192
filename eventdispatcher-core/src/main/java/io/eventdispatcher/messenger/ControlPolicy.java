package io.eventdispatcher.messenger;

import io.eventdispatcher.connection.Connection;
import io.eventdispatcher.message.Commands;
import java.util.Set;

/**
 * Decides who may give the commands that steer the process.
 *
 * <p>Threading: any thread.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ControlPolicy {

    /** The commands that steer the process. The C++ library takes them from anybody. */
    Set<String> COMMANDS =
            Set.of(Commands.STOP, Commands.QUITTING, Commands.RESTART, Commands.LOG_ROTATE, Commands.LEAK);

    /**
     * Tells whether a peer may give a command.
     *
     * @param command one of {@link #COMMANDS}
     * @param from where the command came from
     * @return false to have it refused with {@code INVALID}
     */
    boolean permits(String command, Connection from);

    /**
     * Permits in-memory peers and Unix socket peers of the same user or root; loopback TCP, TLS and UDP only on request,
     * because every local user, and a web page in a local browser, can reach it.
     *
     * @param loopback whether loopback TCP, TLS and UDP are permitted as well
     * @return the policy
     */
    static ControlPolicy standard(boolean loopback) {
        return new LocalControlPolicy(loopback);
    }
}
