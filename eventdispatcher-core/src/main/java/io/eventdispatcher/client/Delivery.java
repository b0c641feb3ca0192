package io.eventdispatcher.client;

/**
 * What became of a frame given to {@link PermanentClient#send}.
 *
 * <p>Threading: immutable.
 *
 * @param status sent, queued or rejected
 * @param reason why it was rejected, for people; empty otherwise
 * @since 0.1
 */
public record Delivery(Status status, String reason) {

    /** The frame goes out on the present connection; if that breaks first, on the next one. */
    public static final Delivery SENT = new Delivery(Status.SENT, "");

    /** The frame waits: there is no connection, or it takes no more at the moment. */
    public static final Delivery QUEUED = new Delivery(Status.QUEUED, "");

    /**
     * Makes the answer for a frame that was not taken.
     *
     * @param reason why, for people
     * @return the delivery
     */
    public static Delivery rejected(String reason) {
        return new Delivery(Status.REJECTED, reason);
    }

    /**
     * Tells whether the client took the frame.
     *
     * @return {@code true} unless rejected
     */
    public boolean accepted() {
        return status != Status.REJECTED;
    }

    /**
     * The kinds of {@link Delivery}.
     *
     * <p>Threading: immutable.
     *
     * @since 0.1
     */
    public enum Status {
        /** Accepted for writing on the present connection. */
        SENT,
        /** Accepted, waits in the queue of the client. */
        QUEUED,
        /** Not taken; {@link Delivery#reason} tells why. */
        REJECTED
    }
}
