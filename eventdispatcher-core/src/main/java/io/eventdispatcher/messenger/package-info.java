/**
 * Joins frames, message codec and dispatcher: what arrives on a connection is decoded, routed and handled in order, and
 * answered. Level 5: uses everything below.
 *
 * <p>Start reading at {@link io.eventdispatcher.messenger.Messenger}; {@code MessageReceiver} is the path of one message,
 * {@code RouteWalk} finds its handlers, {@code HandlerCalls} calls them, {@code Answers} is what goes back, {@code OrderedWork}
 * keeps the order of a connection when handlers run elsewhere.
 */
@NullMarked
package io.eventdispatcher.messenger;

import org.jspecify.annotations.NullMarked;
