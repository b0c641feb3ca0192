package io.eventdispatcher.messenger;

import io.eventdispatcher.message.LogText;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the log for a failure whose text may hold what a peer sent, control characters included.
 *
 * <p>Threading: immutable.
 */
final class LoggedFailure extends Throwable {

    private static final long serialVersionUID = 1L;

    private final String description;

    private LoggedFailure(Throwable failure, @Nullable Throwable cause) {
        super(null, cause, false, true);
        String message = failure.getMessage();
        description = failure.getClass().getName() + (message == null ? "" : ": " + LogText.clip(message));
        setStackTrace(failure.getStackTrace());
    }

    /** Copies a failure and its causes, sixteen at most. */
    static Throwable of(Throwable failure) {
        return of(failure, 16);
    }

    private static LoggedFailure of(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        return new LoggedFailure(failure, cause == null || depth == 1 ? null : of(cause, depth - 1));
    }

    @Override
    public String toString() {
        return description;
    }
}
