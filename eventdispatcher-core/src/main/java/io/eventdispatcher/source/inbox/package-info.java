/**
 * Mailboxes between threads: {@link io.eventdispatcher.source.inbox.Mailbox} brings items to a loop, {@link
 * io.eventdispatcher.source.inbox.MessageMailbox} messages to a dispatcher, {@link
 * io.eventdispatcher.source.inbox.BlockingMailbox} brings them to a thread that waits.
 *
 * <p>Level 2: uses {@code loop}, {@code dispatch} and {@code message}. Two mailboxes are what the C++ library calls an
 * {@code inter_thread_message_connection}. Start reading at {@code MessageMailbox}.
 */
@NullMarked
package io.eventdispatcher.source.inbox;

import org.jspecify.annotations.NullMarked;
