package io.eventdispatcher.communicatord.tap;

import java.util.Locale;

/**
 * Where a message went.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum Fate {
    /** To the daemon itself. */
    DAEMON,
    /** To a service of this machine. */
    SERVICE,
    /** To all who have announced its command. */
    BROADCAST,
    /** To another machine. */
    ELSEWHERE,
    /** Its service is not there: it waits, or is dropped. */
    ABSENT,
    /** Its machine cannot be reached. */
    UNREACHABLE,
    /** Nowhere: it was not permitted, not valid, or a broadcast that was here before. */
    REFUSED,
    /** It has waited for its service, which gets it now. */
    WAITED,
    /** It has waited in vain, or its service does not take it. */
    LOST,
    /** The daemon itself said it, to one service. */
    ANSWER,
    /** The daemon itself said it, to all who have announced its command. */
    NEWS;

    /**
     * Returns how it is written on the wire.
     *
     * @return the name in lower case
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
