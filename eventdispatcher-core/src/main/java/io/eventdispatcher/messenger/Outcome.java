package io.eventdispatcher.messenger;

/**
 * How the handling of one message by one handler ended.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum Outcome {
    /** The handler returned, and its stage, if it returned one, completed normally. */
    SUCCESS,
    /** The message did not hold what the handler asked it for; the peer was told. */
    INVALID,
    /** The handler threw or its stage failed. */
    ERROR
}
