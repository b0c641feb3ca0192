package io.eventdispatcher.dispatch;

import io.eventdispatcher.message.Message;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries to try for one message, in order: priority, then insertion, the catch-all last.
 *
 * <pre>{@code
 * boolean processed = false;
 * for (int i = 0; i < route.size(); i++) {
 *     DispatchEntry entry = route.entry(i);
 *     if (entry.isCatchAll() && processed) {
 *         break;
 *     }
 *     Map<String, String> variables = route.matches(i, message);
 *     if (variables != null) {
 *         processed = true;
 *         // call entry.handler()
 *         if (!entry.isObserver()) {
 *             break;
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class Route {
    private final byte[] command;
    private final int commandHash;
    private final DispatchEntry[] entries;

    /** Per entry the result known in advance; null = the entry looks at the message. */
    private final @Nullable RouteMatch[] known;

    Route(byte[] command, int commandHash, DispatchEntry[] entries, @Nullable RouteMatch[] known) {
        this.command = command;
        this.commandHash = commandHash;
        this.entries = entries;
        this.known = known;
    }

    /**
     * Returns the number of entries.
     *
     * @return 0 or more
     * @since 0.1
     */
    public int size() {
        return entries.length;
    }

    /**
     * Returns an entry.
     *
     * @param i 0 to {@code size() - 1}
     * @return the entry to try in this place
     * @throws IndexOutOfBoundsException if {@code i} is out of range
     * @since 0.1
     */
    public DispatchEntry entry(int i) {
        return entries[i];
    }

    /**
     * Matches an entry with the message this route was made for. Never throws because of a predicate or a regular
     * expression; those that fail do not match, see {@link DispatchEntry#matchFailures()}.
     *
     * @param i 0 to {@code size() - 1}
     * @param message the message given to {@link Dispatcher#route(Message)}
     * @return the values of the variables (unmodifiable; empty for exact names, predicates and the catch-all), or
     *     {@code null} if the entry does not match
     * @throws IndexOutOfBoundsException if {@code i} is out of range
     * @since 0.1
     */
    public @Nullable Map<String, String> matches(int i, Message message) {
        RouteMatch match = match(i, message);
        return match == null ? null : match.variables();
    }

    /**
     * As {@link #matches}, together with the entry.
     *
     * @param i 0 to {@code size() - 1}
     * @param message the message given to {@link Dispatcher#route(Message)}
     * @return the match, or {@code null} if the entry does not match
     * @throws IndexOutOfBoundsException if {@code i} is out of range
     * @since 0.1
     */
    public @Nullable RouteMatch match(int i, Message message) {
        RouteMatch match = known[i];
        if (match != null) {
            return match;
        }
        Map<String, String> variables = entries[i].match(message);
        return variables == null ? null : new RouteMatch(entries[i], variables);
    }

    int commandHash() {
        return commandHash;
    }

    boolean isFor(Message message, int hash) {
        return hash == commandHash && message.commandEquals(command);
    }
}
