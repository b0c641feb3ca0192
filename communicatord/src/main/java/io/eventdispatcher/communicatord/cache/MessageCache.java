package io.eventdispatcher.communicatord.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Messages for services that are not there, in the order in which they came. When a limit is reached the oldest messages
 * make room, and whoever sent them can be told; the same when their time is over. In the original the cache has no limits,
 * and what has expired is delivered nevertheless.
 *
 * <p>Threading: loop thread only.
 *
 * @since 0.1
 */
public final class MessageCache {

    private final CacheLimits limits;
    private final BiConsumer<CachedMessage, Loss> losses;
    private final Map<Long, CachedMessage> inOrder = new LinkedHashMap<>();
    private final Map<String, Waiting> byService = new TreeMap<>();
    private long next;
    private long bytes;
    private long earliestEndNanos;

    /**
     * Why a message does not wait any more.
     *
     * <p>Threading: immutable.
     *
     * @since 0.1
     */
    public enum Loss {
        /** A newer message needed its place. */
        OVERFLOW,
        /** Its time was over. */
        EXPIRED
    }

    /** The messages of one service, oldest first, by number. */
    private static final class Waiting {
        private final ArrayDeque<Long> numbers = new ArrayDeque<>();
        private long bytes;
    }

    /**
     * Makes an empty cache.
     *
     * @param limits what may wait
     * @param losses told about each message that is not delivered; must not throw and not use the cache
     */
    public MessageCache(CacheLimits limits, BiConsumer<CachedMessage, Loss> losses) {
        this.limits = limits;
        this.losses = losses;
    }

    /**
     * Returns the limits.
     *
     * @return what may wait
     */
    public CacheLimits limits() {
        return limits;
    }

    /**
     * Keeps a message.
     *
     * @param message the message
     * @return false when it can never fit, or too many services are waited for
     */
    public boolean offer(CachedMessage message) {
        int size = message.bytes();
        boolean fits = size <= limits.maxBytes()
                && size <= limits.maxBytesPerService()
                && limits.maxMessages() > 0
                && limits.maxMessagesPerService() > 0;
        Waiting waiting = byService.get(message.service());
        if (!fits || waiting == null && byService.size() >= limits.maxServices()) {
            return false;
        }
        while (waiting != null
                && (waiting.numbers.size() >= limits.maxMessagesPerService()
                        || waiting.bytes + size > limits.maxBytesPerService())) {
            lose(waiting.numbers.getFirst(), Loss.OVERFLOW);
            waiting = byService.get(message.service());
        }
        while (inOrder.size() >= limits.maxMessages() || bytes + size > limits.maxBytes()) {
            lose(inOrder.keySet().iterator().next(), Loss.OVERFLOW);
        }
        Waiting own = byService.computeIfAbsent(message.service(), name -> new Waiting());
        long number = next++;
        if (inOrder.isEmpty() || message.endNanos() - earliestEndNanos < 0) {
            earliestEndNanos = message.endNanos();
        }
        inOrder.put(number, message);
        own.numbers.add(number);
        own.bytes += size;
        bytes += size;
        return true;
    }

    /** The oldest of a service is the first of its numbers, and so is the oldest of all. */
    private void lose(long number, Loss why) {
        CachedMessage lost = inOrder.remove(number);
        if (lost != null) {
            Waiting waiting = byService.get(lost.service());
            if (waiting != null) {
                waiting.numbers.remove(number);
                waiting.bytes -= lost.bytes();
                if (waiting.numbers.isEmpty()) {
                    byService.remove(lost.service());
                }
            }
            bytes -= lost.bytes();
            losses.accept(lost, why);
        }
    }

    /**
     * Takes the messages of a service that is there now.
     *
     * @param service its name
     * @param nowNanos monotonic time
     * @return oldest first, without those whose time is over
     */
    public List<CachedMessage> take(String service, long nowNanos) {
        expire(nowNanos);
        Waiting waiting = byService.remove(service);
        List<CachedMessage> taken = new ArrayList<>();
        if (waiting != null) {
            for (long number : waiting.numbers) {
                CachedMessage message = inOrder.remove(number);
                if (message != null) {
                    bytes -= message.bytes();
                    taken.add(message);
                }
            }
        }
        return taken;
    }

    /**
     * Lets go of messages whose time is over. Cheap when there are none.
     *
     * @param nowNanos monotonic time
     */
    public void expire(long nowNanos) {
        if (inOrder.isEmpty() || earliestEndNanos - nowNanos > 0) {
            return;
        }
        List<CachedMessage> expired = new ArrayList<>();
        long earliest = Long.MAX_VALUE;
        Iterator<CachedMessage> all = inOrder.values().iterator();
        while (all.hasNext()) {
            CachedMessage each = all.next();
            long left = each.endNanos() - nowNanos;
            if (left <= 0) {
                all.remove();
                bytes -= each.bytes();
                expired.add(each);
            } else {
                earliest = Math.min(earliest, left);
            }
        }
        earliestEndNanos = nowNanos + earliest;
        forgetMissing();
        expired.forEach(each -> losses.accept(each, Loss.EXPIRED));
    }

    private void forgetMissing() {
        byService.values().removeIf(waiting -> {
            waiting.numbers.removeIf(number -> !inOrder.containsKey(number));
            waiting.bytes = 0;
            for (long number : waiting.numbers) {
                CachedMessage message = inOrder.get(number);
                waiting.bytes += message == null ? 0 : message.bytes();
            }
            return waiting.numbers.isEmpty();
        });
    }

    /**
     * Returns how many messages wait.
     *
     * @return 0 or more
     */
    public int size() {
        return inOrder.size();
    }

    /**
     * Returns how much waits.
     *
     * @return bytes, with 256 more for each message
     */
    public long bytes() {
        return bytes;
    }

    /**
     * Returns how many messages wait for each service.
     *
     * @return sorted by name, a copy
     */
    public Map<String, Integer> waiting() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        byService.forEach((service, waiting) -> counts.put(service, waiting.numbers.size()));
        return counts;
    }
}
