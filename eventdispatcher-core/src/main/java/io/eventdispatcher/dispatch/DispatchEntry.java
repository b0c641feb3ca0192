package io.eventdispatcher.dispatch;

import io.eventdispatcher.message.Message;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a dispatcher holds: which messages, handled by whom, in which order.
 *
 * <pre>{@code
 * DispatchEntry.on("EVENT{number:[0-9]+}").handler(DispatchHandler.of(x -> x.reply("SEEN"))).build();
 * }</pre>
 *
 * <p>Threading: immutable, apart from {@link #matchFailures()}.
 *
 * @since 0.1
 */
public final class DispatchEntry {
    /**
     * Smallest priority, runs first.
     *
     * @since 0.1
     */
    public static final int PRIORITY_MIN = 0;

    /**
     * Priority of observers unless told otherwise: before everything that could end the dispatch.
     *
     * @since 0.1
     */
    public static final int PRIORITY_CALLBACK = 0;

    /**
     * Priority of everything else unless told otherwise.
     *
     * @since 0.1
     */
    public static final int PRIORITY_DEFAULT = 7;

    /**
     * Priority of the built-in commands, so that an application's own entry for the same command wins.
     *
     * @since 0.1
     */
    public static final int PRIORITY_SYSTEM = 10;

    /**
     * Largest priority, runs last (the catch-all comes after it in any case).
     *
     * @since 0.1
     */
    public static final int PRIORITY_MAX = 15;

    /**
     * How an entry finds its messages.
     *
     * @since 0.1
     */
    public enum Kind {
        /**
         * One command, found by hash.
         *
         * @since 0.1
         */
        EXACT,
        /**
         * A {@link MessagePattern} with wildcards, variables or a regular expression.
         *
         * @since 0.1
         */
        PATTERN,
        /**
         * Code that looks at the message.
         *
         * @since 0.1
         */
        PREDICATE,
        /**
         * Every message; the catch-all, unless it only observes.
         *
         * @since 0.1
         */
        ALWAYS
    }

    private static final Logger log = LoggerFactory.getLogger(DispatchEntry.class);

    private final Kind kind;
    private final @Nullable MessagePattern pattern;
    private final @Nullable Predicate<Message> predicate;
    private final String name;
    private final DispatchHandler handler;
    private final boolean observer;
    private final int priority;
    private final int tag;
    private final @Nullable Executor executor;
    private final boolean concurrent;
    private final @Nullable Object attachment;
    private final @Nullable Predicate<? super Exchange> condition;
    private final LongAdder predicateFailures = new LongAdder();

    private DispatchEntry(Builder from, DispatchHandler handler) {
        this.kind = from.kind;
        this.pattern = from.pattern;
        this.predicate = from.predicate;
        this.name = from.name;
        this.handler = handler;
        this.observer = from.observer;
        this.priority = from.effectivePriority();
        this.tag = from.tag;
        this.executor = from.executor;
        this.concurrent = from.concurrent;
        this.attachment = from.attachment;
        this.condition = from.condition;
    }

    /**
     * Begins an entry for the commands that a pattern matches.
     *
     * @param pattern see {@link MessagePattern#parse(String)}
     * @return a builder
     * @throws IllegalArgumentException if the pattern is not valid
     * @since 0.1
     */
    public static Builder on(String pattern) {
        return on(MessagePattern.parse(pattern));
    }

    /**
     * Begins an entry for the commands that a pattern matches.
     *
     * @param pattern the pattern
     * @return a builder
     * @since 0.1
     */
    public static Builder on(MessagePattern pattern) {
        return new Builder(pattern.isExact() ? Kind.EXACT : Kind.PATTERN, pattern, null, pattern.text());
    }

    /**
     * Begins an entry for the messages that a predicate accepts.
     *
     * @param label names the entry in logs and metrics
     * @param predicate called for each message that gets this far, on the dispatching thread; must not block. When it
     *     throws, the message does not match
     * @return a builder
     * @since 0.1
     */
    public static Builder matching(String label, Predicate<Message> predicate) {
        Objects.requireNonNull(predicate, "predicate");
        return new Builder(Kind.PREDICATE, null, predicate, label);
    }

    /**
     * Begins an entry for every message. It becomes the catch-all, called when nothing else matched, of which a
     * dispatcher has one; with {@link Builder#observe()} it is an ordinary entry that sees every message in its turn.
     *
     * @return a builder
     * @since 0.1
     */
    public static Builder always() {
        return new Builder(Kind.ALWAYS, null, null, "always");
    }

    /**
     * Returns the name used in logs and metrics.
     *
     * @return as built; by default the pattern's text, the predicate's label or {@code "always"}
     * @since 0.1
     */
    public String name() {
        return name;
    }

    /**
     * Returns how this entry finds its messages.
     *
     * @return the kind
     * @since 0.1
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the pattern.
     *
     * @return the pattern, or {@code null} for {@link Kind#PREDICATE} and {@link Kind#ALWAYS}
     * @since 0.1
     */
    public @Nullable MessagePattern pattern() {
        return pattern;
    }

    /**
     * Returns who is called.
     *
     * @return the handler
     * @since 0.1
     */
    public DispatchHandler handler() {
        return handler;
    }

    /**
     * Returns whether the dispatch goes on after this entry.
     *
     * @return {@code true} for entries built with {@link Builder#observe()}
     * @since 0.1
     */
    public boolean isObserver() {
        return observer;
    }

    /**
     * Returns whether this entry is called only for messages that nothing else matched.
     *
     * @return {@code true} for {@link #always()} without {@link Builder#observe()}
     * @since 0.1
     */
    public boolean isCatchAll() {
        return kind == Kind.ALWAYS && !observer;
    }

    /**
     * Returns the priority; the catch-all's has no effect.
     *
     * @return 0..15, smaller first
     * @since 0.1
     */
    public int priority() {
        return priority;
    }

    /**
     * Returns the group for {@link Dispatcher#removeByTag(int)}.
     *
     * @return the tag, to be read as unsigned; 0 = none
     * @since 0.1
     */
    public int tag() {
        return tag;
    }

    /**
     * Returns where the handler runs.
     *
     * @return the executor, or {@code null} for the dispatching thread
     * @since 0.1
     */
    public @Nullable Executor executor() {
        return executor;
    }

    /**
     * Returns whether messages of one connection may be handled at the same time and out of order.
     *
     * @return {@code false} unless built so
     * @since 0.1
     */
    public boolean isConcurrent() {
        return concurrent;
    }

    /**
     * Returns what the registering code attached for itself.
     *
     * @return the attachment, or {@code null}
     * @since 0.1
     */
    public @Nullable Object attachment() {
        return attachment;
    }

    /**
     * Returns whether the entry takes a message that it matches. Never throws because of the condition.
     *
     * @param exchange of this entry
     * @return {@code true} without {@link Builder#when}; {@code false} too when the condition threw
     * @since 0.1
     */
    public boolean accepts(Exchange exchange) {
        if (condition == null) {
            return true;
        }
        try {
            return condition.test(exchange);
        } catch (Throwable e) {
            Isolation.rethrowFatal(e);
            reportPredicate(e);
            return false;
        }
    }

    /** Returns whether some messages that it matches are left to later entries. */
    boolean isConditional() {
        return condition != null;
    }

    /**
     * Returns for how many messages matching itself went wrong: the predicate or the condition threw, or a regular
     * expression ran over its budget. Those messages count as not matching.
     *
     * @return 0 or more
     * @since 0.1
     */
    public long matchFailures() {
        return predicateFailures.sum() + (pattern == null ? 0 : pattern.exhausted());
    }

    /** Returns the variables, or null when the message does not match. Never throws because of a predicate. */
    @Nullable
    Map<String, String> match(Message message) {
        if (pattern != null) {
            return pattern.match(message);
        }
        if (predicate == null) {
            return Map.of();
        }
        try {
            return predicate.test(message) ? Map.of() : null;
        } catch (Throwable e) {
            Isolation.rethrowFatal(e);
            reportPredicate(e);
            return null;
        }
    }

    private void reportPredicate(Throwable e) {
        boolean first = predicateFailures.sum() == 0;
        predicateFailures.increment();
        if (first) {
            log.warn("predicate failed, the message does not match: entry={} (further failures: debug)", this, e);
        } else {
            log.debug("predicate failed, the message does not match: entry={} failure={}", this, e.toString());
        }
    }

    @Override
    public String toString() {
        return "'" + name + "' (priority=" + priority + (observer ? " observer" : "")
                + (tag == 0 ? "" : " tag=" + Integer.toUnsignedString(tag)) + ")";
    }

    /**
     * Collects the settings of an entry.
     *
     * <p>Threading: one thread at a time (confined to its owner).
     *
     * @since 0.1
     */
    public static final class Builder {
        private static final int UNSET = -1;

        private final Kind kind;
        private final @Nullable MessagePattern pattern;
        private final @Nullable Predicate<Message> predicate;
        private String name;
        private @Nullable DispatchHandler handler;
        private boolean observer;
        private int priority = UNSET;
        private int tag;
        private @Nullable Executor executor;
        private boolean concurrent;
        private @Nullable Object attachment;
        private @Nullable Predicate<? super Exchange> condition;

        private Builder(
                Kind kind, @Nullable MessagePattern pattern, @Nullable Predicate<Message> predicate, String name) {
            this.kind = kind;
            this.pattern = pattern;
            this.predicate = predicate;
            this.name = checkName(name);
        }

        /**
         * Sets who is called; mandatory.
         *
         * @param handler the handler
         * @return this
         * @since 0.1
         */
        public Builder handler(DispatchHandler handler) {
            this.handler = Objects.requireNonNull(handler, "handler");
            return this;
        }

        /**
         * Restricts the entry to some of the messages it matches, by what the message itself does not tell, such as the
         * connection it came in on. What is not accepted goes on to the next entry, as if the pattern had not matched.
         *
         * @param condition asked for each message that matches, on the loop thread and, with an executor, again there;
         *     must not block. A condition that throws does not accept
         * @return this
         * @since 0.1
         */
        public Builder when(Predicate<? super Exchange> condition) {
            this.condition = Objects.requireNonNull(condition, "condition");
            return this;
        }

        /**
         * Makes the entry an observer (the original's CALLBACK): it sees the message, and the dispatch goes on. A
         * message seen by an observer counts as processed, so that the catch-all is not called for it, as in the
         * original. Unless set otherwise its priority becomes {@link #PRIORITY_CALLBACK}: at the default priority an
         * earlier entry would end the dispatch before it.
         *
         * @return this
         * @since 0.1
         */
        public Builder observe() {
            this.observer = true;
            return this;
        }

        /**
         * Sets the priority.
         *
         * @param priority {@value #PRIORITY_MIN}..{@value #PRIORITY_MAX}, smaller first; default
         *     {@value #PRIORITY_DEFAULT}, for observers {@value #PRIORITY_CALLBACK}
         * @return this
         * @throws IllegalArgumentException if out of range
         * @since 0.1
         */
        public Builder priority(int priority) {
            if (priority < PRIORITY_MIN || priority > PRIORITY_MAX) {
                throw new IllegalArgumentException("priority out of range: priority=" + priority + " min="
                        + PRIORITY_MIN + " max=" + PRIORITY_MAX + " entry='" + name + "'");
            }
            this.priority = priority;
            return this;
        }

        /**
         * Sets the group for {@link Dispatcher#removeByTag(int)}.
         *
         * @param tag any value, for example from {@link Dispatcher#nextTag()}; 0 = none
         * @return this
         * @since 0.1
         */
        public Builder tag(int tag) {
            this.tag = tag;
            return this;
        }

        /**
         * Sets the name used in logs and metrics.
         *
         * @param name not blank
         * @return this
         * @throws IllegalArgumentException if blank
         * @since 0.1
         */
        public Builder name(String name) {
            this.name = checkName(name);
            return this;
        }

        /**
         * Sets where the handler runs. Supported by the messenger, not by {@link Dispatch}.
         *
         * @param executor the executor, or {@code null} for the dispatching thread
         * @return this
         * @since 0.1
         */
        public Builder executor(@Nullable Executor executor) {
            this.executor = executor;
            return this;
        }

        /**
         * Sets whether the messages of one connection may be handled at the same time and out of order. Without it the
         * next message of a connection waits until the handler is done with this one.
         *
         * @param concurrent default {@code false}
         * @return this
         * @since 0.1
         */
        public Builder concurrent(boolean concurrent) {
            this.concurrent = concurrent;
            return this;
        }

        /**
         * Attaches an object for the registering code's own use; nothing here looks at it.
         *
         * @param attachment the object, or {@code null}
         * @return this
         * @since 0.1
         */
        public Builder attachment(@Nullable Object attachment) {
            this.attachment = attachment;
            return this;
        }

        /**
         * Builds the entry. A second call builds another one.
         *
         * @return the entry
         * @throws IllegalStateException if there is no handler
         * @since 0.1
         */
        public DispatchEntry build() {
            DispatchHandler present = handler;
            if (present == null) {
                throw new IllegalStateException("entry has no handler: entry='" + name + "'; call handler(...)");
            }
            return new DispatchEntry(this, present);
        }

        private int effectivePriority() {
            if (priority != UNSET) {
                return priority;
            }
            return observer ? PRIORITY_CALLBACK : PRIORITY_DEFAULT;
        }

        private static String checkName(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("name of an entry is blank; it names the entry in logs and metrics");
            }
            return name;
        }
    }
}
