/**
 * The connecting side: {@link io.eventdispatcher.client.PermanentClient} keeps a connection up and its messages in
 * order, {@link io.eventdispatcher.client.BlockingClient} serves scripts and tools, and {@link
 * io.eventdispatcher.client.Connector} is the part both use to get a stream.
 *
 * <p>Level 4: uses {@code connection}, {@code backoff} and what is below them. Start reading at
 * {@link io.eventdispatcher.client.PermanentClient}, then {@code Reconnection} (when to connect) and {@code Outbox}
 * (what was sent and where it is).
 */
@NullMarked
package io.eventdispatcher.client;

import org.jspecify.annotations.NullMarked;
