package io.eventdispatcher.communicatord.daemon;

import io.eventdispatcher.communicatord.registry.Session;

/**
 * What happens to the process when an operator says so.
 *
 * <p>Threading: called on the loop thread; must not block.
 *
 * @since 0.1
 */
public interface DaemonHooks {

    /**
     * {@code STOP} or {@code SHUTDOWN}: end the process in order.
     *
     * @param command which of the two
     * @param from who said it
     */
    void stop(String command, Session from);

    /**
     * {@code RESTART}.
     *
     * @param reason as it was given; empty = none
     * @param from who said it
     */
    void restart(String reason, Session from);

    /**
     * {@code LOG_ROTATE}: reopen the log files.
     *
     * @param from who said it
     */
    void logRotate(Session from);

    /**
     * {@code LEAK}: log how much memory is in use.
     *
     * @param from who said it
     */
    void leak(Session from);
}
