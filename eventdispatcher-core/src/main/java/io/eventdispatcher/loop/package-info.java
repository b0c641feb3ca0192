/**
 * The event loop: readiness of channels, timers, and work handed over by other threads, all on one thread.
 *
 * <p>Level 1: uses {@code timer} only. A loop is an object ({@link io.eventdispatcher.loop.EventLoop}), it is stepped
 * and owns no thread; {@link io.eventdispatcher.loop.LoopThread} drives it in production, a test drives it by hand.
 * Start reading at {@code EventLoop}, then {@code Turn}, which shows the order of work inside one turn.
 */
@NullMarked
package io.eventdispatcher.loop;

import org.jspecify.annotations.NullMarked;
