package io.eventdispatcher.client;

/**
 * Why a {@link PermanentClient} dropped a frame that it had accepted.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum DropReason {
    /** The queue was full: by the rule of {@link OfflineQueueLimits.Overflow}. */
    OVERFLOW,
    /** The frame waited longer than {@link OfflineQueueLimits#maxAge}. */
    EXPIRED,
    /** The frame is longer than the connection carries: a datagram may hold less than the framing allows. */
    TOO_LONG,
    /** The client stopped before the frame could be sent. */
    STOPPED
}
