/**
 * Servers that are measured: all answer {@code PING serial=N;text=...} with {@code PONG serial=N}, {@code C0} to {@code C18}
 * with {@code C<i>_REPLY count=<number of parameters>}, other commands with {@code UNKNOWN command=<command>} and lines that
 * are no message, such as {@code PING x}, with {@code INVALID} and a reason. They are started and asked through {@link
 * io.eventdispatcher.benchmarks.ServerConsole}. {@code peer} holds the same server written with other libraries, {@code jmh}
 * the micro-benchmarks.
 */
@NullMarked
package io.eventdispatcher.benchmarks;

import org.jspecify.annotations.NullMarked;
