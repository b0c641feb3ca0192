package io.eventdispatcher.tools.cli;

/**
 * Ends a tool with one line on standard error and an exit code.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class ToolException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * Makes one.
     *
     * @param exitCode one of {@link ExitCode}
     * @param message what failed, for the user
     */
    public ToolException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /**
     * The exit code.
     *
     * @return one of {@link ExitCode}
     */
    public int exitCode() {
        return exitCode;
    }
}
