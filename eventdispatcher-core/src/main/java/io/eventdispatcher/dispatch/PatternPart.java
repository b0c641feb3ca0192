package io.eventdispatcher.dispatch;

import org.jspecify.annotations.Nullable;

/** A piece of a pattern that is not a {@code regex:}. */
sealed interface PatternPart {
    /** Characters that stand for themselves; not empty. */
    record Literal(String text) implements PatternPart {}

    /** Any characters, also none. */
    record Star() implements PatternPart {}

    /** A variable; without a regular expression one or more of {@code [A-Za-z0-9_]}. */
    record Variable(String name, @Nullable String regex) implements PatternPart {}
}
