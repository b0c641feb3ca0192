package io.eventdispatcher.spring.observation;

import io.eventdispatcher.messenger.RequestException;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * How a request ended.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public enum ExchangeOutcome {
    /** The peer answered. */
    SUCCESS,
    /** No answer came in time. */
    TIMEOUT,
    /** The connection was lost before the answer came. */
    DISCONNECTED,
    /** The peer refused it, the client did not take it, or it was cancelled. */
    ERROR;

    /**
     * Returns the outcome of a request.
     *
     * @param failure what its future failed with, null for an answer
     * @return the outcome
     */
    public static ExchangeOutcome of(@Nullable Throwable failure) {
        if (failure == null) {
            return SUCCESS;
        }
        Throwable cause = unwrap(failure);
        if (!(cause instanceof RequestException request)) {
            return ERROR;
        }
        return switch (request.reason()) {
            case TIMEOUT -> TIMEOUT;
            case DISCONNECTED -> DISCONNECTED;
            case REFUSED, NOT_SENT -> ERROR;
        };
    }

    /**
     * Returns what failed, without what futures wrap around it.
     *
     * @param failure what a future failed with
     * @return the failure itself
     */
    public static Throwable unwrap(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    /**
     * Returns the value of the tag.
     *
     * @return lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
