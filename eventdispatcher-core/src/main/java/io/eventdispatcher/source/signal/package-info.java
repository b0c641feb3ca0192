/**
 * Signals of the operating system as callbacks on a loop.
 *
 * <p>Level 2: uses {@code loop} and its parent. The only package that touches the JDK's unsupported signal API. Start
 * reading at {@link io.eventdispatcher.source.signal.Signals}.
 */
@NullMarked
package io.eventdispatcher.source.signal;

import org.jspecify.annotations.NullMarked;
