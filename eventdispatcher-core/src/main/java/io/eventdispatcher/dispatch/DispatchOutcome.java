package io.eventdispatcher.dispatch;

import java.util.List;

/**
 * What became of one message.
 *
 * <p>Threading: immutable.
 *
 * @param processed whether any entry matched, observers included, also when its handler failed
 * @param failures handlers that failed, in the order they were called
 * @since 0.1
 */
public record DispatchOutcome(boolean processed, List<Failure> failures) {
    /**
     * A handler that failed.
     *
     * <p>Threading: immutable.
     *
     * @param entry the entry of the handler
     * @param cause what it threw, or what its stage was completed with; {@link UnsupportedOperationException} when it
     *     needs a messenger
     * @since 0.1
     */
    public record Failure(DispatchEntry entry, Throwable cause) {}

    /**
     * Makes an outcome.
     *
     * @param processed whether any entry matched
     * @param failures copied
     * @since 0.1
     */
    public DispatchOutcome {
        failures = List.copyOf(failures);
    }
}
