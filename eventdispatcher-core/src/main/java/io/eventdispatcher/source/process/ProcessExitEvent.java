package io.eventdispatcher.source.process;

import java.util.OptionalInt;

/**
 * A process has ended.
 *
 * <p>Threading: immutable.
 *
 * @param pid its number, which the system may have given to another process since
 * @param exitCode known of processes that this JVM started; the JDK reports a process that was killed by a signal as 128
 *     plus the number of the signal
 * @since 0.1
 */
public record ProcessExitEvent(long pid, OptionalInt exitCode) {}
