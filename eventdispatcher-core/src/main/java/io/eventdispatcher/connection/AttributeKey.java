package io.eventdispatcher.connection;

import java.util.Objects;

/**
 * Names a typed value that is attached to a {@link Connection}.
 *
 * <p>Two keys are the same only when they are the same object, so that libraries cannot collide by name.
 *
 * <p>Threading: immutable.
 *
 * @param <T> type of the value
 * @since 0.1
 */
public final class AttributeKey<T> {

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
