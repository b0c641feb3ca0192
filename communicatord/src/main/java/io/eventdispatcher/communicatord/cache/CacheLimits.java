package io.eventdispatcher.communicatord.cache;

import java.time.Duration;

/**
 * What may wait.
 *
 * <p>Threading: immutable.
 *
 * @param maxServices services that are waited for; 0 = nothing waits
 * @param maxMessages messages of all services together
 * @param maxBytes size of these; each message counts 256 bytes more than its line
 * @param maxMessagesPerService messages of one service
 * @param maxBytesPerService size of these
 * @param ttl how long a message waits that does not say
 * @since 0.1
 */
public record CacheLimits(
        int maxServices,
        int maxMessages,
        long maxBytes,
        int maxMessagesPerService,
        long maxBytesPerService,
        Duration ttl) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a limit is negative or the time is not positive
     */
    public CacheLimits {
        if (maxServices < 0 || maxMessages < 0 || maxBytes < 0 || maxMessagesPerService < 0 || maxBytesPerService < 0) {
            throw new IllegalArgumentException("limits of the cache must be 0 or more: maxServices=" + maxServices
                    + " maxMessages=" + maxMessages + " maxBytes=" + maxBytes + " maxMessagesPerService="
                    + maxMessagesPerService + " maxBytesPerService=" + maxBytesPerService);
        }
        if (ttl.isNegative() || ttl.isZero()) {
            throw new IllegalArgumentException("messages must wait for a positive time: ttl=" + ttl);
        }
    }
}
