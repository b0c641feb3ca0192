package io.eventdispatcher.process;

/**
 * Hears what a {@link ChildProcess} does besides sending frames.
 *
 * <p>Threading: called on the loop thread of the child; must not block. What it throws is logged and counted by the
 * loop.
 *
 * @since 0.1
 */
public interface ChildObserver {

    /** Logs the lines of standard error at INFO, at most 100 a second, and the end at INFO. */
    ChildObserver LOGGING = new ChildObserver() {};

    /**
     * The child wrote a line to its standard error. While this is not called back in time, the child is held back.
     *
     * @param child which one
     * @param line without its end, malformed UTF-8 as U+FFFD; cut after 4,096 bytes. It may hold anything: do not print it
     *     as it is
     */
    default void onErrorLine(ChildProcess child, String line) {
        child.log(line);
    }

    /**
     * The child has ended, and everything it wrote has been handed over, unless one of its own children keeps the pipes
     * open for more than 2 seconds. Called once, as the last callback.
     *
     * @param child which one
     * @param exitCode as the system tells; on Unix 128 + number if a signal ended it
     */
    default void onExit(ChildProcess child, int exitCode) {}
}
