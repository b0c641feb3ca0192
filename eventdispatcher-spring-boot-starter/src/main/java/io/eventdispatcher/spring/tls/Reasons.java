package io.eventdispatcher.spring.tls;

import java.util.HashSet;
import java.util.Set;

/**
 * Says in one line why something could not be loaded.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class Reasons {

    private Reasons() {}

    /**
     * Joins the messages of a failure and what caused it, leaving out what only repeats its cause.
     *
     * @param failure the failure
     * @return at least one message
     */
    public static String of(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Set<Throwable> seen = new HashSet<>();
        for (Throwable each = failure; each != null && seen.add(each); each = each.getCause()) {
            String message = each.getMessage() == null ? each.getClass().getSimpleName() : each.getMessage();
            Throwable cause = each.getCause();
            boolean repeats = cause != null && message.equals(cause.toString());
            if (!repeats && text.indexOf(message) < 0) {
                text.append(text.isEmpty() ? "" : ": ").append(message);
            }
        }
        return text.toString();
    }
}
