package io.eventdispatcher.messenger;

/**
 * Why a received line or message reached no handler.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum Rejection {
    /** The line is not a message. */
    MALFORMED,
    /** The line is longer than the framing allows; the connection is closed. */
    TOO_LARGE,
    /** The message breaks the definition of its command. */
    INVALID,
    /** No handler matches the command. */
    UNKNOWN,
    /** A control command from a peer that may not give it. */
    FORBIDDEN,
    /** The executor of the handler refused the work. */
    OVERLOADED,
    /** An answer could not be sent: it is longer than the framing allows, or its peer takes nothing. */
    UNDELIVERABLE
}
