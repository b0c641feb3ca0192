package io.eventdispatcher.spring.source;

import java.io.Serial;

/**
 * A watch could not be started, so the application is not.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class WatchStartException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Name of the watch. */
    private final String watch;

    /** What has to be changed. */
    private final String property;

    /**
     * Describes the failure.
     *
     * @param settings what was configured
     * @param cause what is wrong
     */
    public WatchStartException(WatchSettings settings, Exception cause) {
        super(
                "watch '" + settings.name() + "' of " + settings.path() + " cannot be started: " + cause.getMessage(),
                cause);
        this.watch = settings.name();
        boolean pattern = settings.glob() != null && cause instanceof IllegalArgumentException;
        this.property = "eventdispatcher.watch." + settings.name() + (pattern ? ".glob" : ".path");
    }

    /**
     * Returns the name of the watch.
     *
     * @return as configured
     */
    public String watch() {
        return watch;
    }

    /**
     * Returns what has to be changed.
     *
     * @return the property of the pattern if that is what is wrong, else that of the path
     */
    public String property() {
        return property;
    }
}
