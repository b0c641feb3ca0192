package io.eventdispatcher.source.inbox;

/**
 * What became of an item that was offered to a mailbox.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum OfferResult {
    /** Taken: it will be handed over, unless the mailbox or its loop is closed first. */
    ACCEPTED,
    /** Not taken: too many items wait. */
    FULL,
    /** Not taken: the mailbox is closed. */
    CLOSED
}
