package io.eventdispatcher.dispatch;

import java.util.Map;

/**
 * An entry that matched a message. Where the result is known in advance, as for exact names, one object serves all messages.
 *
 * <p>Threading: immutable.
 *
 * @param entry the entry
 * @param variables the values of the variables of its pattern (unmodifiable; empty for exact names, predicates and the
 *     catch-all)
 * @since 0.1
 */
public record RouteMatch(DispatchEntry entry, Map<String, String> variables) {}
