package io.eventdispatcher.communicatord.status;

/**
 * Why a message did not get where it was sent.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum Drop {
    /** No message, or an address or envelope that means nothing. */
    MALFORMED,
    /** The sender may not send this. */
    DENIED,
    /** The sender has to register first. */
    UNREGISTERED,
    /** The service is not there, and the message was not to wait. */
    ABSENT,
    /** The daemon or the other instance it was for cannot be reached. */
    UNREACHABLE,
    /** The service does not take what is sent to it. */
    SLOW_SERVICE,
    /** Longer than a line may be, with its sender. */
    TOO_LONG,
    /** A broadcast that was here before. */
    DUPLICATE,
    /** A broadcast whose time was over. */
    AGED,
    /** A broadcast that has passed too many daemons. */
    HOPS,
    /** A broadcast of a sender that sends too many. */
    QUOTA,
    /** The service has not announced the command, and only announced ones are delivered. */
    NOT_ANNOUNCED,
    /** Waited for its service until newer messages needed the place. */
    CACHE_OVERFLOW,
    /** Waited for its service until its time was over. */
    CACHE_EXPIRED,
    /** Came while the daemon was stopping. */
    STOPPING,
    /** From another daemon, with a sender that it cannot speak for. */
    FORGED,
    /** An answer that cannot be sent: to a datagram, or to a peer that takes nothing. */
    ANSWER
}
