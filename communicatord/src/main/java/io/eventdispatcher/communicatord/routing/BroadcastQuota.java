package io.eventdispatcher.communicatord.routing;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many broadcasts each sender may send: so many in a second in the long run, and so many at once when it was quiet before. A
 * name counts, not a connection: who connects again has no more than before. Senders that were quiet long enough are forgotten; when there are too many
 * others, the new ones share what one may send.
 *
 * <p>Threading: loop thread only.
 *
 * @since 0.1
 */
public final class BroadcastQuota {

    private static final double SECOND_NANOS = 1e9;

    /** The most senders that are told apart. */
    private static final int MAX_SENDERS = 10_000;

    private final int rate;
    private final int burst;
    private final int maxSenders;
    private final Bucket others;
    private final Map<String, Bucket> senders = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * What becomes of a broadcast.
     *
     * <p>Threading: immutable.
     *
     * @since 0.1
     */
    public enum Verdict {
        /** It may go on. */
        WITHIN,
        /** It is too much, and so was none of this sender since it was quiet. */
        FIRST_TOO_MANY,
        /** It is too much, as the one before was. */
        TOO_MANY
    }

    private final class Bucket {

        private double left = burst;
        private long filledNanos;
        private boolean exceeded;

        private Bucket(long nowNanos) {
            filledNanos = nowNanos;
        }

        private boolean isFullAt(long nowNanos) {
            return left + (nowNanos - filledNanos) * rate / SECOND_NANOS >= burst;
        }

        private Verdict take(long nowNanos) {
            if (isFullAt(nowNanos)) {
                left = burst;
                exceeded = false;
            } else {
                left += (nowNanos - filledNanos) * rate / SECOND_NANOS;
            }
            filledNanos = nowNanos;
            if (left >= 1) {
                left--;
                return Verdict.WITHIN;
            }
            boolean first = !exceeded;
            exceeded = true;
            return first ? Verdict.FIRST_TOO_MANY : Verdict.TOO_MANY;
        }
    }

    /**
     * Makes a quota of which nothing is used.
     *
     * @param rate broadcasts of one sender in a second; 0 = as many as it likes
     * @param burst broadcasts of one sender at once, 1 or more
     * @param nowNanos monotonic time
     */
    public BroadcastQuota(int rate, int burst, long nowNanos) {
        this(rate, burst, nowNanos, MAX_SENDERS);
    }

    BroadcastQuota(int rate, int burst, long nowNanos, int maxSenders) {
        this.rate = rate;
        this.burst = burst;
        this.maxSenders = maxSenders;
        others = new Bucket(nowNanos);
    }

    /**
     * Takes one broadcast of what a sender may send.
     *
     * @param sender who it is
     * @param nowNanos monotonic time
     * @return whether there was one left
     */
    public Verdict take(String sender, long nowNanos) {
        return rate == 0 ? Verdict.WITHIN : bucket(sender, nowNanos).take(nowNanos);
    }

    private Bucket bucket(String sender, long nowNanos) {
        Bucket known = senders.get(sender);
        if (known != null) {
            return known;
        }
        if (senders.size() >= maxSenders) {
            Map.Entry<String, Bucket> quietest = senders.entrySet().iterator().next();
            if (!quietest.getValue().isFullAt(nowNanos)) {
                return others;
            }
            senders.remove(quietest.getKey());
        }
        Bucket fresh = new Bucket(nowNanos);
        senders.put(sender, fresh);
        return fresh;
    }

    /**
     * Returns how many senders are told apart.
     *
     * @return 0 to the most there may be
     */
    public int size() {
        return senders.size();
    }

    @Override
    public String toString() {
        return "max-rate=" + rate + " burst=" + burst;
    }
}
