package io.eventdispatcher.transport;

import io.eventdispatcher.loop.EventLoop;
import io.eventdispatcher.loop.TimerHandle;
import io.eventdispatcher.timer.Schedule;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The senders that a listening datagram socket knows, the one silent for longest first, and what they may keep here.
 *
 * <p>Threading: loop thread only, except the counters and {@link #remove} once the loop is closed.
 */
final class DatagramPeers {

    /** A peer is looked for this often in the time it may be silent, but not more often than once a second. */
    private static final int CHECKS_PER_IDLE_TIME = 4;

    private static final Duration SHORTEST_CHECK = Duration.ofSeconds(1);

    private final int max;
    private final Duration idle;
    private final int maxBufferedBytes;
    private final Map<SocketAddress, DatagramStream> known = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<DatagramStream> writers = new LinkedHashSet<>();
    private final AtomicInteger open = new AtomicInteger();
    private @Nullable TimerHandle timer;
    private int bufferedBytes;

    // written by the loop thread only
    private volatile long accepted;
    private volatile int knownCount;

    DatagramPeers(DatagramOptions options) {
        this.max = options.maxPeers();
        this.idle = options.peerIdle();
        this.maxBufferedBytes = options.maxBufferedBytes();
    }

    int max() {
        return max;
    }

    long accepted() {
        return accepted;
    }

    int known() {
        return knownCount;
    }

    /** Streams that are not closed, also those of forgotten peers whose work is not finished. */
    int open() {
        return open.get();
    }

    /** Whether so many forgotten peers have unfinished work that no new one can be taken. */
    boolean isCrowded() {
        return open.get() >= 2L * max;
    }

    /** Finds the stream of a peer, which thereby is not the one silent for longest any more. */
    @Nullable
    DatagramStream find(SocketAddress address) {
        return known.get(address);
    }

    void touch(SocketAddress address) {
        find(address);
    }

    /** The peer silent for longest, if it has to make room for another. */
    @Nullable
    DatagramStream oldestIfFull() {
        return known.size() < max ? null : known.values().iterator().next();
    }

    void add(DatagramStream stream) {
        known.put(stream.remoteSocketAddress(), stream);
        knownCount = known.size();
        open.incrementAndGet();
        accepted++;
    }

    /** Has silent peers forgotten in time. */
    void forgetIdle(EventLoop loop) {
        if (timer == null) {
            Duration part = idle.dividedBy(CHECKS_PER_IDLE_TIME);
            Duration period = part.compareTo(SHORTEST_CHECK) < 0 ? SHORTEST_CHECK : part;
            timer = loop.schedule("idle peers", Schedule.every(period), () -> endIdle(loop.nanoTime()));
        }
    }

    private void endIdle(long nowNanos) {
        List<DatagramStream> silent = new ArrayList<>();
        Iterator<DatagramStream> oldestFirst = known.values().iterator();
        while (oldestFirst.hasNext()) {
            DatagramStream stream = oldestFirst.next();
            if (nowNanos - stream.activeNanos() < nanos(idle)) {
                break;
            }
            silent.add(stream);
        }
        silent.forEach(DatagramStream::end);
        if (known.isEmpty()) {
            cancelTimer();
        }
    }

    private static long nanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException centuries) {
            return Long.MAX_VALUE;
        }
    }

    void cancelTimer() {
        TimerHandle pending = timer;
        if (pending != null) {
            pending.cancel();
            timer = null;
        }
    }

    /** The next datagram of this peer makes a new stream. */
    void forget(DatagramStream stream) {
        known.remove(stream.remoteSocketAddress(), stream);
        knownCount = known.size();
    }

    /** The stream was closed. */
    void remove(DatagramStream stream) {
        forget(stream);
        writers.remove(stream);
        open.decrementAndGet();
    }

    void writeWanted(DatagramStream stream, boolean wanted) {
        if (wanted) {
            writers.add(stream);
        } else {
            writers.remove(stream);
        }
    }

    boolean anyWantsToWrite() {
        return !writers.isEmpty();
    }

    /** Who was first is last the next time. A copy, because writing changes who wants to. */
    List<DatagramStream> writers() {
        List<DatagramStream> all = List.copyOf(writers);
        if (all.size() > 1) {
            writers.remove(all.get(0));
            writers.add(all.get(0));
        }
        return all;
    }

    /** One stream that does not read gets a quarter at most, so that there is room for others like it. */
    boolean keep(int bytes, int kept) {
        boolean fits = bufferedBytes + (long) bytes <= maxBufferedBytes
                && (kept == 0 || kept + (long) bytes <= maxBufferedBytes / 4);
        bufferedBytes += fits ? bytes : 0;
        return fits;
    }

    void release(int bytes) {
        bufferedBytes -= bytes;
    }
}
