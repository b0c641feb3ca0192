/**
 * Finds out who handles a message: commands, patterns, predicates, priorities, tags and the catch-all.
 *
 * <p>Level 1: uses {@code message} only; no loop, no thread, no I/O. Start reading at {@link
 * io.eventdispatcher.dispatch.Dispatcher}; what is registered is a {@link io.eventdispatcher.dispatch.DispatchEntry},
 * what is called is a {@link io.eventdispatcher.dispatch.DispatchHandler} with an {@link
 * io.eventdispatcher.dispatch.Exchange}. {@link io.eventdispatcher.dispatch.Dispatch} walks the entries on the calling
 * thread; the package {@code messenger} walks them with executors and keeps the order of each connection.
 */
@NullMarked
package io.eventdispatcher.dispatch;

import org.jspecify.annotations.NullMarked;
