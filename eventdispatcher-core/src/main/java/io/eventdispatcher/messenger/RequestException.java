package io.eventdispatcher.messenger;

import io.eventdispatcher.message.Message;
import org.jspecify.annotations.Nullable;

/**
 * Why a request of a {@link MessageClient} got no answer that can be used.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class RequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient @Nullable Message answer;
    private final boolean mayHaveReachedPeer;

    RequestException(Reason reason, String message, @Nullable Message answer, boolean mayHaveReachedPeer) {
        super(message);
        this.reason = reason;
        this.answer = answer;
        this.mayHaveReachedPeer = mayHaveReachedPeer;
    }

    /**
     * Makes the same failure for the thread that waited: with its stack, and this one as the cause.
     *
     * @return to be thrown
     */
    public RequestException forCaller() {
        RequestException copy = new RequestException(reason, String.valueOf(getMessage()), answer, mayHaveReachedPeer);
        copy.initCause(this);
        return copy;
    }

    /**
     * Returns the kind of failure.
     *
     * @return the reason
     */
    public Reason reason() {
        return reason;
    }

    /**
     * Returns what the peer answered.
     *
     * @return the {@code INVALID}, {@code UNKNOWN} or {@code ERROR} message for {@link Reason#REFUSED}, else null
     */
    public @Nullable Message answer() {
        return answer;
    }

    /**
     * Tells whether the peer may have received the request, and carried it out. If not, it never will: asking again is safe.
     *
     * @return false if the request was not sent, and will not be
     */
    public boolean mayHaveReachedPeer() {
        return mayHaveReachedPeer;
    }

    /**
     * The kinds of failure.
     *
     * @since 0.1
     */
    public enum Reason {
        /**
         * No answer arrived in time. If {@link RequestException#mayHaveReachedPeer()}, the peer may have carried the request
         * out, or may still do so; otherwise there was no connection, or its turn did not come.
         */
        TIMEOUT,
        /** The peer answered {@code INVALID}, {@code UNKNOWN} or {@code ERROR}. */
        REFUSED,
        /** The connection broke before the answer arrived. The peer may have carried the request out. */
        DISCONNECTED,
        /**
         * The client did not take the request: its queue or its number of requests is full, or it was stopped; or it was
         * dropped before there was a connection.
         */
        NOT_SENT
    }
}
