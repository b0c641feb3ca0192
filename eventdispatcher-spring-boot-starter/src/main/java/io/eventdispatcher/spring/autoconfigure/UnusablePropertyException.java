package io.eventdispatcher.spring.autoconfigure;

import java.io.Serial;

/**
 * A property has a value that cannot be used: the application does not start.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class UnusablePropertyException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The whole key. */
    private final String key;

    /** As it was given; empty if there is none. */
    private final String value;

    /** What is wrong. */
    private final String reason;

    /** What to write instead. */
    private final String action;

    /**
     * Describes the value.
     *
     * @param key the whole key, for example {@code eventdispatcher.listeners.main.uri}
     * @param value the value as it was given; empty if there is none
     * @param reason what is wrong with it
     * @param action what to write instead
     */
    public UnusablePropertyException(String key, String value, String reason, String action) {
        super(key + (value.isEmpty() ? "" : "=" + value) + " cannot be used: " + reason + "; " + action);
        this.key = key;
        this.value = value;
        this.reason = reason;
        this.action = action;
    }

    /**
     * Returns the key.
     *
     * @return the whole key
     */
    public String key() {
        return key;
    }

    /**
     * Returns the value.
     *
     * @return as it was given; empty if there is none
     */
    public String value() {
        return value;
    }

    /**
     * Returns what is wrong.
     *
     * @return the reason
     */
    public String reason() {
        return reason;
    }

    /**
     * Returns the fix.
     *
     * @return what to write instead
     */
    public String action() {
        return action;
    }
}
