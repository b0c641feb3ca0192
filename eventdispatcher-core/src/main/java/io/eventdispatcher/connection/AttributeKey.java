package io.eventdispatcher.connection;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Names a typed value that is attached to a {@link Connection}.
 *
 * <p>Two keys are the same only when they are the same object, so that libraries cannot collide by name; those of {@link
 * #shared} are the exception.
 *
 * <p>Threading: immutable.
 *
 * @param <T> type of the value
 * @since 0.1
 */
public final class AttributeKey<T> {

    private static final Map<String, AttributeKey<?>> SHARED = new ConcurrentHashMap<>();

    private final String name;

    private AttributeKey(String name) {
        this.name = Objects.requireNonNull(name, "name");
    }

    /**
     * Creates a key.
     *
     * @param name for logs and diagnostics; need not be unique
     * @param <T> type of the value
     * @return a new key, different from every other one
     */
    public static <T> AttributeKey<T> named(String name) {
        return new AttributeKey<>(name);
    }

    /**
     * Returns the key of a name that several parts of an application share, the same object for every caller.
     *
     * @param name agreed upon by all who use it, like the type of its values; names are kept for ever, so use no more than a
     *     program has
     * @param <T> type of the value
     * @return the key
     * @since 0.1
     */
    @SuppressWarnings("unchecked") // by agreement
    public static <T> AttributeKey<T> shared(String name) {
        return (AttributeKey<T>) SHARED.computeIfAbsent(name, key -> new AttributeKey<Object>(key));
    }

    /**
     * Returns the name given at creation.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return "AttributeKey[" + name + "]";
    }
}
