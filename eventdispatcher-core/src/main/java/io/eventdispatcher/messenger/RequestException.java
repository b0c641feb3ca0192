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

    RequestException(Reason reason, String message, @Nullable Message answer) {
        super(message);
        this.reason = reason;
        this.answer = answer;
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
     * The kinds of failure.
     *
     * @since 0.1
     */
    public enum Reason {
        /** No answer arrived in time. The peer may have carried the request out, or may still do so. */
        TIMEOUT,
        /** The peer answered {@code INVALID}, {@code UNKNOWN} or {@code ERROR}. */
        REFUSED,
        /** The connection broke before the answer arrived. The peer may have carried the request out. */
        DISCONNECTED,
        /** The client did not take the request: its queue or its number of requests is full, or it was stopped. */
        NOT_SENT
    }
}
