/**
 * Message connections to child processes and to whoever feeds our own standard input. Level 4: uses {@code connection}
 * and below.
 *
 * <p>Start reading at {@link io.eventdispatcher.process.ChildProcess}; {@link
 * io.eventdispatcher.process.StandardInput} is the other one. The bytes are pumped by threads, see {@link
 * io.eventdispatcher.transport.PumpedStream}.
 */
@NullMarked
package io.eventdispatcher.process;

import org.jspecify.annotations.NullMarked;
