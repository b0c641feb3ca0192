package io.eventdispatcher.spring.handler;

import io.eventdispatcher.message.LogText;
import org.jspecify.annotations.Nullable;

/**
 * What was found wrong while the arguments of one call were read: all of it, so that the peer need not ask twice.
 *
 * <p>Threading: one thread at a time (confined to one call).
 */
final class BindingProblems {

    /** Problems told to the peer; more are only counted. */
    static final int MAX_TOLD = 8;

    private @Nullable StringBuilder text;
    private int count;

    void missing(String parameter) {
        add(parameter, "missing");
    }

    void notConverted(String parameter, String value, String expected) {
        add(parameter, "'" + LogText.clip(value) + "' is not " + expected);
    }

    void refused(String parameter, @Nullable String reason) {
        add(parameter, reason == null ? "refused" : LogText.clip(reason));
    }

    private void add(String parameter, String problem) {
        if (++count > MAX_TOLD) {
            return;
        }
        StringBuilder all = text;
        if (all == null) {
            all = new StringBuilder();
            text = all;
        } else {
            all.append(", ");
        }
        all.append(parameter).append(": ").append(problem);
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Ends the call when anything was wrong. */
    void check() {
        StringBuilder all = text;
        if (all == null) {
            return;
        }
        if (count > MAX_TOLD) {
            all.append(" and ").append(count - MAX_TOLD).append(" more");
        }
        throw new InvalidArgumentException(all.toString());
    }
}
