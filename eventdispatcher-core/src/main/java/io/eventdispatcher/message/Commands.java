package io.eventdispatcher.message;

/**
 * Names of the commands with a meaning of their own, as in the C++ library.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class Commands {
    /**
     * Answer to {@link #ALIVE}.
     *
     * @since 0.1
     */
    public static final String ABSOLUTELY = "ABSOLUTELY";

    /**
     * Are you there.
     *
     * @since 0.1
     */
    public static final String ALIVE = "ALIVE";

    /**
     * Answer to {@link #HELP}: the commands a service understands.
     *
     * @since 0.1
     */
    public static final String COMMANDS = "COMMANDS";

    /**
     * Something went wrong while a message was handled.
     *
     * @since 0.1
     */
    public static final String ERROR = "ERROR";

    /**
     * Asks for the commands a service understands.
     *
     * @since 0.1
     */
    public static final String HELP = "HELP";

    /**
     * A message with a known command was refused.
     *
     * @since 0.1
     */
    public static final String INVALID = "INVALID";

    /**
     * Report the memory in use.
     *
     * @since 0.1
     */
    public static final String LEAK = "LEAK";

    /**
     * Reopen the log files.
     *
     * @since 0.1
     */
    public static final String LOG_ROTATE = "LOG_ROTATE";

    /**
     * The peer ends the connection.
     *
     * @since 0.1
     */
    public static final String QUIT = "QUIT";

    /**
     * The whole environment is shutting down.
     *
     * @since 0.1
     */
    public static final String QUITTING = "QUITTING";

    /**
     * The broker accepted the registration.
     *
     * @since 0.1
     */
    public static final String READY = "READY";

    /**
     * A service introduces itself to the broker.
     *
     * @since 0.1
     */
    public static final String REGISTER = "REGISTER";

    /**
     * Start again, for example after an upgrade.
     *
     * @since 0.1
     */
    public static final String RESTART = "RESTART";

    /**
     * The destination of a message is away.
     *
     * @since 0.1
     */
    public static final String SERVICE_UNAVAILABLE = "SERVICE_UNAVAILABLE";

    /**
     * Stop this service.
     *
     * @since 0.1
     */
    public static final String STOP = "STOP";

    /**
     * The command of a message is not known.
     *
     * @since 0.1
     */
    public static final String UNKNOWN = "UNKNOWN";

    /**
     * A service takes its leave from the broker.
     *
     * @since 0.1
     */
    public static final String UNREGISTER = "UNREGISTER";

    private Commands() {}
}
