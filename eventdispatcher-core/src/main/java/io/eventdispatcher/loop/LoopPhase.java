package io.eventdispatcher.loop;

/**
 * What a turn of a loop spends its time on. Phases do not overlap: the time of handlers is not in that of the callback
 * that called them.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum LoopPhase {
    /** Ready channels: accepting, reading, decoding, writing. */
    IO,
    /** Tasks of other threads, and what was left for the end of the turn, such as writing replies. */
    TASK,
    /** Actions of timers. */
    TIMER,
    /** Message handlers that run on the loop, as far as they are told by {@link EventLoop#handlerRan}. */
    HANDLER
}
