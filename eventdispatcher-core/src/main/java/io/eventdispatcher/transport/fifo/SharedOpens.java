package io.eventdispatcher.transport.fifo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.eventdispatcher.transport.PumpThreads;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The FIFOs that attempts to connect wait for: one thread each, however many attempts.
 *
 * <p>The wait for the other end can be ended only by opening that, which releases other programs too. An attempt that is
 * postponed therefore leaves its wait behind, parked, and the next one takes it over. What comes meanwhile is kept open
 * for the next one, which then opens anew: it is not told that there is a reader when that has gone again. A wait is
 * ended in earnest when nobody wants it any more: all who did were cancelled, closed their loops, or did not come back
 * in time; or when there are too many.
 *
 * <p>Threading: any thread.
 */
final class SharedOpens {

    private static final Logger log = LoggerFactory.getLogger(SharedOpens.class);

    /** Threads that may wait at the same time; twice as many if they cannot be ended because their FIFOs are gone. */
    static final int MAX_WAITING = 64;

    /** Those of this process. */
    static final SharedOpens OF_PROCESS = new SharedOpens();

    @GuardedBy("this")
    private final Map<SharedOpen.Key, SharedOpen> opens = new LinkedHashMap<>();

    @GuardedBy("this")
    private int threads;

    @GuardedBy("this")
    private long takenOver;

    @GuardedBy("this")
    private long released;

    @GuardedBy("this")
    private long refused;

    /** Begins to wait, soon. */
    void enter(OpenClaim claim) {
        PumpThreads.soon(() -> {
            try {
                join(claim, FifoCheck.before(claim.path, claim.settings.foreignOwners()));
            } catch (IOException e) {
                fail(claim, e);
            }
        });
    }

    private synchronized void join(OpenClaim claim, FifoIdentity identity) throws IOException {
        if (claim.state != OpenClaim.State.NEW) {
            return;
        }
        SharedOpen.Key key = new SharedOpen.Key(identity.key(), claim.direction);
        SharedOpen open = opens.get(key);
        if (open == null) {
            makeRoom();
            open = new SharedOpen(key);
            opens.put(key, open);
        } else if (!open.parked.isEmpty()) {
            takenOver++;
            log.debug("wait for a FIFO taken over: path={} waitsTakenOver={}", claim.path, takenOver);
        }
        open.waiting.add(claim);
        claim.target = open;
        claim.state = OpenClaim.State.WAITING;
        if (open.wait == null) {
            startWaiting(open, claim);
        }
    }

    @GuardedBy("this")
    private void startWaiting(SharedOpen open, OpenClaim claim) {
        BlockedOpen wait = new BlockedOpen(claim.path, claim.settings.foreignOwners());
        open.wait = wait;
        threads++;
        PumpThreads.start("fifo connect " + claim.path, () -> run(open, wait));
    }

    @GuardedBy("this")
    private void makeRoom() throws IOException {
        if (threads < MAX_WAITING && opens.size() < MAX_WAITING) {
            return;
        }
        SharedOpen oldest = opens.values().stream()
                .filter(open -> open.waiting.isEmpty())
                .findFirst()
                .orElse(null);
        if (oldest == null || threads >= 2 * MAX_WAITING) {
            refused++;
            throw new IOException("too many FIFOs are waited for: max=" + MAX_WAITING + " attemptsRefused=" + refused);
        }
        for (OpenClaim claim : List.copyOf(oldest.parked)) {
            give(claim, OpenClaim.State.OVER);
        }
        endIfUnwanted(oldest);
    }

    /** The thread of a wait. */
    private void run(SharedOpen open, BlockedOpen wait) {
        FileChannel channel = null;
        IOException failure = null;
        try {
            channel = wait.open(open.key.direction());
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new IOException("FIFO not opened: " + e, e);
        }
        if (channel != null) {
            opened(open, wait, channel);
        } else if (failure != null) {
            failed(open, wait, failure);
        }
    }

    private void opened(SharedOpen open, BlockedOpen wait, FileChannel channel) {
        OpenClaim next;
        FileChannel useless;
        synchronized (this) {
            threads--;
            if (open.wait != wait) { // given up a moment ago
                next = null;
                useless = channel;
            } else {
                open.wait = null;
                next = open.waiting.peek();
                useless = next == null ? keep(open, channel) : open.kept;
                if (next != null) {
                    open.kept = null;
                    give(next, OpenClaim.State.OVER);
                    settle(open);
                }
            }
        }
        if (next != null) {
            next.taker.opened(channel); // first, so that the other end does not see an end
        }
        closeQuietly(useless);
    }

    /** There is somebody at the other end: the next one opens at once, and nothing has to be kept up. */
    @GuardedBy("this")
    private void settle(SharedOpen open) {
        OpenClaim other = open.waiting.peek();
        if (other != null) {
            startWaiting(open, other);
            return;
        }
        for (OpenClaim claim : List.copyOf(open.parked)) {
            give(claim, OpenClaim.State.OVER);
        }
        opens.remove(open.key, open);
    }

    /** Returns what has to be closed. */
    @GuardedBy("this")
    private @Nullable FileChannel keep(SharedOpen open, FileChannel channel) {
        for (OpenClaim claim : List.copyOf(open.parked)) {
            if (claim.loop.isClosed()) {
                give(claim, OpenClaim.State.OVER);
            }
        }
        if (open.parked.isEmpty()) {
            opens.remove(open.key, open);
            return channel;
        }
        FileChannel before = open.kept;
        open.kept = channel;
        log.debug("FIFO opened, kept for the next attempt: file={}", open.key);
        return before;
    }

    private void failed(SharedOpen open, BlockedOpen wait, IOException cause) {
        List<OpenClaim> losers = new ArrayList<>();
        FileChannel useless = null;
        synchronized (this) {
            threads--;
            if (open.wait == wait) {
                open.wait = null;
                losers.addAll(open.waiting);
                List<OpenClaim> all = new ArrayList<>(losers);
                all.addAll(open.parked);
                all.forEach(claim -> give(claim, OpenClaim.State.OVER));
                useless = open.kept;
                open.kept = null;
                opens.remove(open.key, open);
            }
        }
        losers.forEach(claim -> claim.taker.failed(cause));
        closeQuietly(useless);
    }

    private void fail(OpenClaim claim, IOException cause) {
        synchronized (this) {
            if (claim.state != OpenClaim.State.NEW) {
                return;
            }
            claim.state = OpenClaim.State.OVER;
        }
        claim.taker.failed(cause);
    }

    /** Not now; somebody is going to come for it, perhaps. */
    synchronized void park(OpenClaim claim) {
        SharedOpen open = claim.target;
        Duration limit = claim.settings.parking();
        if (claim.state != OpenClaim.State.WAITING || open == null || limit.isZero()) {
            leave(claim);
            return;
        }
        give(claim, OpenClaim.State.PARKED);
        open.parked.add(claim);
        claim.expiry = PumpThreads.later(limit, () -> expire(claim, limit));
    }

    private void expire(OpenClaim claim, Duration limit) {
        log.debug("nobody came back for a FIFO: path={} waited={}", claim.path, limit);
        leave(claim);
    }

    /** Gives up for good. */
    synchronized void leave(OpenClaim claim) {
        SharedOpen open = claim.target;
        if (claim.state == OpenClaim.State.OVER) {
            return;
        }
        give(claim, OpenClaim.State.OVER);
        if (open != null) {
            endIfUnwanted(open);
        }
    }

    @GuardedBy("this")
    private void give(OpenClaim claim, OpenClaim.State next) {
        SharedOpen open = claim.target;
        if (open != null) {
            open.waiting.remove(claim);
            open.parked.remove(claim);
        }
        if (claim.expiry != null) {
            claim.expiry.cancel(false);
        }
        claim.state = next;
    }

    @GuardedBy("this")
    private void endIfUnwanted(SharedOpen open) {
        if (open.isWanted() || !opens.remove(open.key, open)) {
            return;
        }
        FileChannel useless = open.kept;
        if (useless != null) {
            open.kept = null;
            PumpThreads.soon(() -> closeQuietly(useless));
        }
        BlockedOpen wait = open.wait;
        if (wait != null) {
            open.wait = null;
            released++;
            log.debug("wait for a FIFO ended: file={} waitsReleased={}", open.key, released);
            wait.release();
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("close failed: {}", e.toString());
        }
    }

    /** Returns the numbers. */
    synchronized Statistics statistics() {
        int parkedNow = (int)
                opens.values().stream().filter(open -> open.waiting.isEmpty()).count();
        return new Statistics(threads, parkedNow, takenOver, released, refused, Knock.held());
    }

    /**
     * What happened since the start of the process.
     *
     * @param threads that wait now
     * @param parked FIFOs that are waited for, or kept, for attempts to come
     * @param takenOver attempts that found a wait
     * @param released waits that were ended in earnest
     * @param refused attempts, because there were too many waits
     * @param held FIFOs that are held open after such an end, now
     */
    record Statistics(int threads, int parked, long takenOver, long released, long refused, int held) {}
}
