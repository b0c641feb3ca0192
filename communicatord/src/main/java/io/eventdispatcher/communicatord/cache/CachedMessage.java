package io.eventdispatcher.communicatord.cache;

import io.eventdispatcher.bytes.ByteSource;
import io.eventdispatcher.communicatord.registry.Session;

/**
 * A message that waits.
 *
 * <p>Threading: immutable.
 *
 * @param service whom it is for
 * @param command its command
 * @param line its wire form, with its sender
 * @param from who sent it
 * @param report whether the sender wants to be told when it is not delivered
 * @param endNanos monotonic time after which it is not delivered any more
 * @since 0.1
 */
public record CachedMessage(
        String service, String command, ByteSource line, Session from, boolean report, long endNanos) {

    /** What a waiting message costs besides its bytes, roughly. */
    static final int OVERHEAD_BYTES = 256;

    int bytes() {
        return line.length() + OVERHEAD_BYTES;
    }
}
