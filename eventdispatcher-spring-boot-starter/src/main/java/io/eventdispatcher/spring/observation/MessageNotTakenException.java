package io.eventdispatcher.spring.observation;

/**
 * Stands in observations and meters for a message that a client did not take; never thrown, and without a stack.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class MessageNotTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param client name of the client
     * @param reason what it said
     */
    public MessageNotTakenException(String client, String reason) {
        super("message not taken: client='" + client + "' reason=" + reason, null, false, false);
    }
}
