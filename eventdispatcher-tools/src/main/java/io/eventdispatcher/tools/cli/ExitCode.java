package io.eventdispatcher.tools.cli;

/**
 * The exit codes of all tools. 0 and 1 as the original has them; that one ends with 2 for exceptions it does not know,
 * with 0 when a datagram could not be sent or a process did not stop, and waits for ever where this library has a
 * deadline.
 *
 * <p>Threading: immutable.
 *
 * @since 0.1
 */
public final class ExitCode {

    /** Done. */
    public static final int OK = 0;

    /** Not done: no connection, not sent, message not valid, no such process, file or variable missing. */
    public static final int FAILED = 1;

    /** Time is up: no reply in time, or the process still runs. */
    public static final int TIMED_OUT = 2;

    /** The peer answered that it refuses the message: {@code UNKNOWN}, {@code INVALID} or {@code ERROR}. */
    public static final int REFUSED = 3;

    /** The command line cannot be understood ({@code EX_USAGE} of sysexits.h). */
    public static final int USAGE = 64;

    /** A defect of the tool ({@code EX_SOFTWARE}). */
    public static final int INTERNAL = 70;

    /** Input cannot be read or output not written ({@code EX_IOERR}). */
    public static final int INPUT_OUTPUT = 74;

    private ExitCode() {}
}
