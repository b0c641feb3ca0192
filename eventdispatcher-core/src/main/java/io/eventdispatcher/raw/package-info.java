/**
 * Channels without protocol: any {@link java.nio.channels.SelectableChannel} with a callback that returns what it wants
 * to hear of next, for protocols that no framing describes.
 *
 * <p>Level 2: uses the loop and its timers only. Whatever {@code connection} does for its user (queues, water marks,
 * time-outs, statistics, an orderly end) is left to the callback here, so prefer a {@code Framing} where one fits. Start
 * reading at {@link io.eventdispatcher.raw.RawHandler}, then {@link io.eventdispatcher.raw.RawChannel}.
 */
@NullMarked
package io.eventdispatcher.raw;

import org.jspecify.annotations.NullMarked;
