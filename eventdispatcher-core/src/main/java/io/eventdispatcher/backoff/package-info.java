/**
 * How long to wait before the next attempt: a number of failures in, a delay out; no clock, no timer.
 *
 * <p>Level 0: uses no other package of the library. Start reading at {@link io.eventdispatcher.backoff.Backoff}.
 */
@NullMarked
package io.eventdispatcher.backoff;

import org.jspecify.annotations.NullMarked;
