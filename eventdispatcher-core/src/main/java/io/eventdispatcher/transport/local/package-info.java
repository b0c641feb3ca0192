/**
 * Streams in memory, between parts of one process: a real transport with the semantics of a socket, for tests and for
 * services that live in the same process. Level 2: uses its parent, {@code loop} and {@code endpoint}.
 *
 * <p>Start reading at {@link io.eventdispatcher.transport.local.LocalTransportFactory}; {@code LocalStream} is one end,
 * {@code LocalPipe} one direction.
 */
@NullMarked
package io.eventdispatcher.transport.local;

import org.jspecify.annotations.NullMarked;
