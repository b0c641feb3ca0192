/**
 * What connections receive and send, message by message, with secret values masked: switched on and off at run time for
 * everything, a listener, a client or a connection.
 *
 * <p>Uses the core only. Start reading at {@link io.eventdispatcher.spring.trace.MessageTrace}.
 */
@NullMarked
package io.eventdispatcher.spring.trace;

import org.jspecify.annotations.NullMarked;
