package io.eventdispatcher.messenger;

/**
 * What a messenger does about a message that it cannot hand to anybody.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum Reaction {
    /** Tell the peer: {@code UNKNOWN} or {@code INVALID} with the reason. Never in answer to one of those. */
    REPLY,
    /** Count and log it only. */
    IGNORE,
    /** Tell the peer, then close the connection. */
    CLOSE
}
