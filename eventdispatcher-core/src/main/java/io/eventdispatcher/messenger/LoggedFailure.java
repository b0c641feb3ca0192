package io.eventdispatcher.messenger;

import io.eventdispatcher.message.LogText;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the log for a failure whose text holds control characters: an application may have put there what a peer sent.
 *
 * <p>Threading: immutable.
 */
final class LoggedFailure extends Throwable {

    private static final long serialVersionUID = 1L;

    private static final int MAX_CAUSES = 16;

    private LoggedFailure(Throwable failure, @Nullable Throwable cause) {
        super(describe(failure), cause, false, true);
        setStackTrace(failure.getStackTrace());
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return failure.getClass().getName() + (message == null ? "" : ": " + LogText.clip(message));
    }

    /** Returns the failure itself if its text and that of its causes is harmless, else a copy that is. */
    static Throwable of(Throwable failure) {
        int depth = 0;
        for (Throwable each = failure; each != null && depth < MAX_CAUSES; each = each.getCause()) {
            depth++;
            if (!isHarmless(each)) {
                return copy(failure, MAX_CAUSES);
            }
        }
        return failure;
    }

    private static boolean isHarmless(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.chars().noneMatch(Character::isISOControl);
    }

    private static LoggedFailure copy(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        return new LoggedFailure(failure, cause == null || depth == 1 ? null : copy(cause, depth - 1));
    }

    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
