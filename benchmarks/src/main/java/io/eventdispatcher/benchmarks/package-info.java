/**
 * Servers that are measured: all answer {@code PING serial=N;text=...} with {@code PONG serial=N} and print {@code
 * LISTENING} on standard error when ready. {@code peer} holds the same server written with other libraries, {@code jmh} the
 * micro-benchmarks.
 */
@NullMarked
package io.eventdispatcher.benchmarks;

import org.jspecify.annotations.NullMarked;
