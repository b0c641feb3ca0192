package io.eventdispatcher.client;

import io.eventdispatcher.bytes.ByteSource;

/**
 * A frame that waits.
 *
 * <p>Threading: immutable.
 *
 * @param frame the frame
 * @param bytes its length with framing
 * @param sinceNanos when it began to wait, on the loop's clock
 */
record QueuedFrame(ByteSource frame, int bytes, long sinceNanos) {}
