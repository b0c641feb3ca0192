package io.eventdispatcher.connection;

import java.util.Locale;

/**
 * Why a connection was closed. The label is what metrics and the log show.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum CloseReason {
    /** The peer closed or reset the connection, or finished sending and got all its answers. */
    PEER,
    /** This side closed it because its work was done. */
    LOCAL,
    /** Nothing was received for longer than the idle time-out. */
    IDLE,
    /** No complete frame arrived within the first-frame time-out. */
    FIRST_FRAME,
    /** A frame was begun but not completed within the frame time-out. */
    SLOW_FRAME,
    /** A frame was longer than the limit of the framing. */
    TOO_LONG,
    /** The peer did not take what was written for it within the progress time-out. */
    SLOW_CONSUMER,
    /** The peer broke the protocol in a way that closes the connection. */
    PROTOCOL,
    /** A limit on the number of connections was reached. */
    LIMIT,
    /** A failure of a handler or of the operating system. */
    ERROR,
    /** An operator closed it. */
    ADMIN,
    /** The listener or client that owns it is stopping. */
    SHUTDOWN;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /**
     * Returns the lower-case name with dashes.
     *
     * @return for example {@code "slow-consumer"}
     */
    public String label() {
        return label;
    }
}
