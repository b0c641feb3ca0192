/**
 * Deadlines in order, and the arithmetic of schedules. There is no clock in here: the time comes in as an argument.
 *
 * <p>Level 0: uses no other package of this library. Start reading at {@link io.eventdispatcher.timer.Schedule}, then
 * {@link io.eventdispatcher.timer.TimerQueue}.
 */
@NullMarked
package io.eventdispatcher.timer;

import org.jspecify.annotations.NullMarked;
